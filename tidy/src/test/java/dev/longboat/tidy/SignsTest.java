package dev.longboat.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every room's sign is complete, and its invariants are more than words (H4).
final class SignsTest {
    private static final List<Source> SOURCES = House.here().javaFiles();

    @Test
    void everyRoomWithSources_hasASign() {
        Set<String> signed = signs().map(sign -> sign.source().room()).collect(Collectors.toCollection(TreeSet::new));
        Set<String> written = SOURCES.stream()
                .filter(source -> !source.isTest() && !source.isModule())
                .map(Source::room)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(signed).containsAll(written).contains("disk", "tidy");
    }

    @Test
    void everySign_hasAllParts() {
        assertThat(signs().flatMap(sign -> sign.faults().stream())).isEmpty();
    }

    @Test
    void everyInvariant_isCitedByATestOfItsRoomOrOfThoseThatHoldTheWhole() {
        Stream<String> uncited = signs().flatMap(sign -> {
            String room = sign.source().room();
            List<Source> tests = SOURCES.stream()
                    .filter(source -> source.isTest() && !source.isSign())
                    .filter(source -> List.of(room, "testkit", "engine").contains(source.room()))
                    .toList();
            return sign.uncited(tests).stream().map(invariant -> room + " " + invariant);
        });
        assertThat(uncited).isEmpty();
    }

    @Test
    void invariantNumbers_belongToOneRoom() {
        List<String> all =
                signs().flatMap(sign -> sign.invariants().stream()).sorted().toList();
        assertThat(all).doesNotHaveDuplicates().contains("D1", "H1");
    }

    @Test
    void signWithoutParts_isSeen() {
        Sign bare = new Sign(new Source("engine/src/main/java/package-info.java", "/// A room.\npackage x;\n"));
        assertThat(bare.faults()).hasSize(6);
        Sign endless = new Sign(new Source("engine/package-info.java", "/// The room: it.\n".repeat(61)));
        assertThat(endless.faults()).anyMatch(fault -> fault.contains("61 lines"));
    }

    @Test
    void invariantThatNoTestNames_isSeen() {
        Sign sign = new Sign(new Source("engine/package-info.java", "/// - E1. One.\n/// - E12. Two.\n"));
        Source test = new Source("engine/src/test/java/ATest.java", "/// Shows E12.\n");
        assertThat(sign.uncited(List.of(test))).containsExactly("E1");
    }

    private static Stream<Sign> signs() {
        return SOURCES.stream().filter(Source::isSign).map(Sign::new);
    }
}
