package dev.longboat.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The order of the rooms and their walls, read from compiled classes (H1, H2, H3), and that each
/// of these rules sees a violation (H5).
final class RoomsTest {
    private static final House HOUSE = House.here();
    private static final Imports IMPORTS = new Imports(HOUSE.rooms());
    private static final JavaClasses MAIN = Imports.compiled(HOUSE, "classes");
    private static final JavaClasses TESTS = Imports.compiled(HOUSE, "test-classes");

    /// `testkit` reads golden files, and its simulated machine stands where the real one would.
    private static final Set<String> FREE = Set.of("disk", "testkit", "server", "cli", "bench");

    @Test
    void everyRoomWithSources_isCompiledAndSeen() {
        Set<String> seen = MAIN.stream().map(Imports::room).collect(Collectors.toCollection(TreeSet::new));
        Set<String> written = HOUSE.javaFiles().stream()
                .filter(source -> !source.isTest() && !source.isSign() && !source.isModule())
                .map(Source::room)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(seen).containsAll(written).isNotEmpty();
        assertThat(TESTS).isNotEmpty();
    }

    @Test
    void rooms_importOnlyUpwards() {
        assertThat(IMPORTS.outOfOrder(MAIN, false)).isEmpty();
    }

    @Test
    void tests_importOnlyUpwardsAndTheTestkit() {
        assertThat(IMPORTS.outOfOrder(TESTS, true)).isEmpty();
    }

    @Test
    void engineRooms_needOnlyTheJdk() {
        assertThat(IMPORTS.beyondTheJdk(MAIN, House.ENGINE_ROOMS)).isEmpty();
    }

    @Test
    void engineRooms_declareNoDependencyThatRuns() {
        Pattern dependency =
                Pattern.compile("<artifactId>([\\w.-]+)</artifactId>(<scope>(\\w+)</scope>)?</dependency>");
        List<String> declared = new ArrayList<>();
        for (String room : House.ENGINE_ROOMS) {
            dependency
                    .matcher(House.read(HOUSE.root().resolve(room).resolve("pom.xml")))
                    .results()
                    .filter(found -> !found.group(1).startsWith("longboat-") && !"test".equals(found.group(3)))
                    .forEach(found -> declared.add(room + ": " + found.group(1)));
        }
        assertThat(declared).isEmpty();
    }

    @Test
    void engineRooms_areModules() {
        assertThat(HOUSE.javaFiles().stream()
                        .filter(source -> !source.isTest() && House.ENGINE_ROOMS.contains(source.room()))
                        .map(source -> source.room() + "/src/main/java/module-info.java")
                        .filter(module -> !Files.isRegularFile(HOUSE.root().resolve(module))))
                .isEmpty();
    }

    @Test
    void outsideWorld_isReachedOnlyThroughDisk() {
        assertThat(OutsideWorld.uses(MAIN, FREE)).isEmpty();
    }

    @Test
    void orderRule_readBackwards_seesEveryImport() {
        Imports backwards = new Imports(HOUSE.rooms().reversed());
        assertThat(backwards.outOfOrder(MAIN, true)).isNotEmpty();
    }

    @Test
    void jdkRule_appliedToThisRoom_seesItsLibraries() {
        assertThat(IMPORTS.beyondTheJdk(TESTS, Set.of("tidy")))
                .anyMatch(use -> use.contains("com.tngtech.archunit"))
                .anyMatch(use -> use.contains("org.junit.jupiter"));
    }

    @Test
    void outsideWorldRule_seesFilesClocksThreadsAndChance() {
        JavaClasses samples = new ClassFileImporter().importClasses(Reaching.class);
        assertThat(OutsideWorld.uses(samples, Set.of()))
                .anyMatch(use -> use.contains("java.nio.file.Files"))
                .anyMatch(use -> use.contains("System.nanoTime"))
                .anyMatch(use -> use.contains("Instant.now"))
                .anyMatch(use -> use.contains("Thread.<init>"))
                .anyMatch(use -> use.contains("UUID.randomUUID"))
                .anyMatch(use -> use.contains("Random.<init>"));
        assertThat(OutsideWorld.uses(samples, Set.of("tidy"))).isEmpty();
    }

    /// Breaks the second invariant in every way that the rule knows.
    private static final class Reaching {
        @SuppressWarnings("unused")
        private static Object reach() {
            Thread thread = new Thread(() -> {});
            boolean exists = Files.exists(HOUSE.root());
            return List.of(thread, exists, System.nanoTime(), Instant.now(), UUID.randomUUID(), new Random());
        }
    }
}
