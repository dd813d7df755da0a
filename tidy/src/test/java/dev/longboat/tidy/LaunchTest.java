package dev.longboat.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launchers, in front of a `java` that prints its process id and its arguments.
final class LaunchTest {
    private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)m");
    private static final Pattern DIRECT = Pattern.compile("-XX:MaxDirectMemorySize=(\\d+)m");

    private final Shell shell;
    private final Map<String, String> environment;

    LaunchTest(@TempDir Path directory) {
        shell = new Shell(directory);
        environment = Map.of("JAVA_HOME", directory.resolve("java home").toString());
    }

    @BeforeEach
    void layOutATree() throws IOException {
        shell.copy("bin/lbserver", "bin/lbclient", "bin/lbbench", "scripts/launch", "scripts/jdk");
        shell.write("java home/release", "JAVA_VERSION=\"25.0.1\"\n");
        shell.program(
                "java home/bin/java",
                "#!/bin/sh\necho pid=$$\nenv | grep -E '^L[BC]_'\nprintf '<%s>' \"$@\"\nexit 42\n");
    }

    @Test
    void server_isExecutedWithItsJarAndTheArgumentsAsTheyAre() throws Exception {
        shell.write("target/lib/longboat-server-1.jar", "");
        Shell.Ended ended = shell.run(environment, "bin/lbserver", "--data", "a b", "");
        assertThat(ended.code()).isEqualTo(42);
        assertThat(ended.output())
                .contains("pid=" + ended.pid() + "\n")
                .contains("<-XX:+ExitOnOutOfMemoryError>")
                .endsWith("<-jar><" + shell.root() + "/target/lib/longboat-server-1.jar><--data><a b><>");
    }

    @Test
    void server_takesMemoryWithinBounds() throws Exception {
        shell.write("target/lib/longboat-server-1.jar", "");
        String output = shell.run(environment, "bin/lbserver").output();
        assertThat(number(HEAP, output)).isBetween(256, 2048);
        assertThat(number(DIRECT, output)).isBetween(192, 1024);
    }

    @Test
    void launcherVariables_winAndStayOutsideTheProgram() throws Exception {
        shell.write("target/lib/longboat-server-1.jar", "");
        Map<String, String> own = Map.of(
                "JAVA_HOME", environment.getOrDefault("JAVA_HOME", ""),
                "LB_HEAP", "777m",
                "LB_DIRECT", "333m",
                "LB_JAVA_OPTS", "-Xlog:gc -Dx=y",
                "LB_PORT", "1");
        String output = shell.run(own, "bin/lbserver").output();
        assertThat(output)
                .contains("<-Xmx777m>", "<-XX:MaxDirectMemorySize=333m>", "<-Xlog:gc><-Dx=y><-jar>", "LB_PORT=1")
                .doesNotContain("LB_HEAP=", "LB_DIRECT=", "LB_JAVA_OPTS=");
    }

    @Test
    void client_comesFromTheJarOfItsRoom() throws Exception {
        shell.write("target/lib/longboat-cli-1.jar", "");
        shell.write("target/lib/longboat-client-1.jar", "");
        assertThat(shell.run(environment, "bin/lbclient", "get", "k").output())
                .endsWith("/target/lib/longboat-cli-1.jar><get><k>");
    }

    @Test
    void client_startsFromPreloadedClassesWhereThereAreSome() throws Exception {
        shell.write("target/lib/longboat-cli-1.jar", "");
        shell.write("target/lib/lbclient.aot", "");
        assertThat(shell.run(environment, "bin/lbclient").output())
                .contains("<-XX:AOTCache=" + shell.root() + "/target/lib/lbclient.aot>");
    }

    @Test
    void server_startsFromPreloadedClassesOfItsOwn() throws Exception {
        shell.write("target/lib/longboat-server-1.jar", "");
        shell.write("target/lib/lbclient.aot", "");
        assertThat(shell.run(environment, "bin/lbserver").output()).doesNotContain("AOTCache");
        shell.write("target/lib/lbserver.aot", "");
        assertThat(shell.run(environment, "bin/lbserver").output())
                .contains("<-XX:AOTCache=" + shell.root() + "/target/lib/lbserver.aot>");
    }

    /// The system's errors reach Java as text, and `disk` has to know one of them.
    @Test
    void errorsOfTheSystem_areToldInEnglish_whateverTheLocale() throws Exception {
        shell.write("target/lib/longboat-server-1.jar", "");
        Map<String, String> german =
                Map.of("JAVA_HOME", environment.getOrDefault("JAVA_HOME", ""), "LC_ALL", "de_DE.UTF-8");
        assertThat(shell.run(german, "bin/lbserver").output())
                .contains("LC_MESSAGES=C\n", "LC_CTYPE=de_DE.UTF-8\n", "<-Dlongboat.locale=de_DE.UTF-8>")
                .doesNotContain("LC_ALL=");
    }

    /// In the order of POSIX; an empty variable is none.
    @Test
    void locale_isHandedOnAsItWas() throws Exception {
        shell.write("target/lib/longboat-cli-1.jar", "");
        String java = environment.getOrDefault("JAVA_HOME", "");
        Map<String, String> messages =
                Map.of("JAVA_HOME", java, "LC_ALL", "", "LC_MESSAGES", "pt_BR", "LANG", "es_ES.UTF-8");
        assertThat(shell.run(messages, "bin/lbclient").output()).contains("<-Dlongboat.locale=pt_BR>");
        Map<String, String> language =
                Map.of("JAVA_HOME", java, "LC_ALL", "", "LC_MESSAGES", "", "LANG", "es_ES.UTF-8");
        assertThat(shell.run(language, "bin/lbclient").output()).contains("<-Dlongboat.locale=es_ES.UTF-8>");
    }

    @Test
    void bench_hasLibrariesOfItsOwn() throws Exception {
        shell.write("target/lib-bench/longboat-bench-1.jar", "");
        assertThat(shell.run(environment, "bin/lbbench").output()).endsWith("/target/lib-bench/longboat-bench-1.jar>");
    }

    @Test
    void unpackedDistribution_usesItsOwnLibraries() throws Exception {
        shell.write("lib/longboat-server-2.jar", "");
        assertThat(shell.run(environment, "bin/lbserver").output()).endsWith("/lib/longboat-server-2.jar>");
    }

    @Test
    void symbolicLink_leadsToTheProgram() throws Exception {
        shell.write("target/lib/longboat-server-1.jar", "");
        Path elsewhere = Files.createDirectories(shell.root().resolve("usr/bin"));
        Files.createSymbolicLink(elsewhere.resolve("lbserver"), shell.root().resolve("bin/lbserver"));
        assertThat(shell.run(environment, "usr/bin/lbserver").code()).isEqualTo(42);
    }

    @Test
    void beforeMake_theMessageSaysMake() throws Exception {
        Shell.Ended ended = shell.run(environment, "bin/lbserver");
        assertThat(ended.code()).isEqualTo(69);
        assertThat(ended.output()).isEqualTo("lbserver is not built yet: run make in " + shell.root() + " first.\n");
    }

    @Test
    void olderJava_isPassedOver() throws Exception {
        shell.write("java home/release", "JAVA_VERSION=\"24.0.2\"\n");
        assertThat(shell.run(environment, "scripts/jdk", "--runtime").output()).doesNotContain("java home");
    }

    private static int number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).describedAs(text).isTrue();
        return Integer.parseInt(found.group(1));
    }
}
