package dev.longboat.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The builder's door: the Makefile stays short, and says what it offers where people look.
final class BuildTest {
    private static final Path ROOT = House.here().root();
    private static final Pattern TARGET =
            Pattern.compile("^([a-z][a-z-]*):([^\n]*)\n((?:\t[^\n]*\n)*)", Pattern.MULTILINE);

    @Test
    void everyTarget_isExplainedInHelp() {
        assertThat(targets(makefile()).filter(target -> !target.group(2).contains(" ## ")))
                .isEmpty();
        assertThat(targets(makefile()).map(target -> target.group(1))).contains("build", "run", "test", "help");
    }

    @Test
    void everyTarget_isOneCommand() {
        assertThat(targets(makefile()).filter(BuildTest::isLong)).isEmpty();
    }

    @Test
    void everyTarget_isInHacking() {
        String page = House.read(ROOT.resolve("docs/HACKING.md"));
        List<String> missing = targets(makefile())
                .map(target -> "make " + target.group(1))
                .filter(command -> !page.contains(command))
                .toList();
        assertThat(missing).isEmpty();
    }

    @Test
    void everyProgramAndScript_mayBeExecuted() {
        Stream<String> files =
                Stream.of("bin/lbserver", "bin/lbclient", "bin/lbbench", ".ci/run", "scripts/mvn", "mvnw");
        assertThat(files.filter(file -> !Files.isExecutable(ROOT.resolve(file))))
                .isEmpty();
    }

    @Test
    void targetWithoutHelpOrWithTwoCommands_isSeen() {
        MatchResult target =
                targets("all: build\n\techo a\n\techo b\n").findFirst().orElseThrow();
        assertThat(target.group(2)).doesNotContain(" ## ");
        assertThat(isLong(target)).isTrue();
    }

    private static boolean isLong(MatchResult target) {
        return target.group(3).lines().count() > 1 || target.group(3).contains("\\\n");
    }

    private static Stream<MatchResult> targets(String makefile) {
        return TARGET.matcher(makefile).results();
    }

    private static String makefile() {
        return House.read(ROOT.resolve("Makefile"));
    }
}
