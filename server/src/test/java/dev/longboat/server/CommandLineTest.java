package dev.longboat.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.engine.Key;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: whatever is wrong with a configuration is told, with its place, and nothing is started
/// (V1, V2). Method: command lines that end without a server.
final class CommandLineTest {
    @TempDir
    private Path directory = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void unknownOptions_areErrorsWithASuggestion() {
        assertThat(run(Map.of(), "--prot", "1")).isEqualTo(ExitCode.USAGE);
        assertThat(told()).startsWith("lbserver: there is no option --prot; did you mean --port?\n");
        assertThat(run(Map.of(), "--lisen=localhost")).isEqualTo(ExitCode.USAGE);
        assertThat(told()).contains("there is no option --lisen; did you mean --listen?");
        assertThat(run(Map.of(), "confg")).isEqualTo(ExitCode.USAGE);
        assertThat(told()).contains("there is no command confg; did you mean config?");
        assertThat(run(Map.of(), "--port")).isEqualTo(ExitCode.USAGE);
        assertThat(told()).contains("--port");
    }

    @Test
    void retention_isAPolicy_orAnErrorWithASuggestion() {
        for (String wrong : new String[] {"newest", "newest-0", "1.5h", "30", "-1d", "al"}) {
            assertThat(run(Map.of("LB_RETENTION", wrong), "config", "check")).isEqualTo(ExitCode.USAGE);
            assertThat(told())
                    .describedAs("%s", wrong)
                    .contains("retention is \"" + wrong + "\", not all, newest-N (from newest-1) or an age");
        }
        assertThat(run(Map.of(), "config", "check", "--retention", "neewest-3")).isEqualTo(ExitCode.USAGE);
        assertThat(told()).contains("did you mean newest-3?");
        assertThat(RetentionText.parse("newest-3").map(RetentionText::told))
                .contains("the newest 3 versions of a key are kept");
        assertThat(RetentionText.parse("90m").map(RetentionText::told))
                .contains("what could be seen in the last 90 min is kept");
        assertThat(RetentionText.parse("all").map(RetentionText::told)).contains("every version is kept");
    }

    @Test
    void compression_isOneOfThree_orAnErrorWithASuggestion() {
        for (String name : new String[] {"none", "lz4", "zstd"}) {
            assertThat(run(Map.of("LB_COMPRESSION", name), "config", "check")).isEqualTo(ExitCode.STOPPED);
        }
        assertThat(run(Map.of(), "config", "check", "--compression", "zst")).isEqualTo(ExitCode.USAGE);
        assertThat(told()).contains("compression is \"zst\", not one of none, lz4, zstd; did you mean zstd?");
        assertThat(run(Map.of(), "config", "print", "--compression", "lz4")).isEqualTo(ExitCode.STOPPED);
        assertThat(shown()).contains("compression: lz4");
    }

    @Test
    void dump_describesAStore_andRefusesWhatIsNone() throws IOException {
        Path store = directory.resolve("store");
        try (Store opened = Store.open(store, StoreOptions.defaults())) {
            opened.put(Key.of("greeting"), "hello".getBytes(UTF_8));
        }
        assertThat(run(Map.of(), "dump", "--data", store.toString())).isEqualTo(ExitCode.STOPPED);
        assertThat(out.toString(UTF_8)).startsWith("IDENTITY  format 1").contains("greeting");
        Files.createDirectories(directory.resolve("other"));
        Files.writeString(directory.resolve("other/file"), "not ours");
        assertThat(run(Map.of(), "dump", "--data", directory.resolve("other").toString()))
                .isEqualTo(ExitCode.DATA_FOREIGN);
    }

    /// V1.
    @Test
    void everyFaultOfTheFile_isToldWithItsLine() throws IOException {
        Path file = file("""
                # a comment
                prot: 1
                memory: [1, 2]
                data: x
                data: y
                listen:
                """);
        assertThat(run(Map.of(), "config", "check", "--config", file.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(told().lines())
                .containsExactly(
                        "lbserver: " + file + ":2: there is no setting prot; did you mean port?",
                        "lbserver: " + file + ":3: memory needs one value",
                        "lbserver: " + file + ":5: data stands here twice",
                        "lbserver: " + file + ":6: listen needs one value");
        assertThat(run(
                        Map.of(),
                        "config",
                        "check",
                        "--config",
                        file("- a list\n").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(told()).contains(":1: settings stand as \"name: value\"");
        assertThat(run(
                        Map.of(),
                        "config",
                        "check",
                        "--config",
                        file("a: \"open\n").toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(told()).contains("this is not YAML");
        assertThat(run(Map.of("LB_CONFIG", "/nowhere/lb.yaml"), "config", "check"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(told()).contains("the configuration file /nowhere/lb.yaml cannot be read: there is no such file");
    }

    /// V1.
    @Test
    void everyWrongValue_isToldWithItsSource() throws IOException {
        Path file = file("readers: 0\nmemory: 5zz\nlog-level: wran\n");
        ExitCode code = run(
                Map.of("LB_PORT", "65536", "LB_WRITE_BUDGET", "1k"),
                "config",
                "check",
                "--config",
                file.toString(),
                "--listen",
                ",",
                "--drain-seconds=-1");
        assertThat(code).isEqualTo(ExitCode.USAGE);
        assertThat(told()).doesNotContain("answer-budget");
        assertThat(told().lines())
                .containsExactly(
                        "lbserver: LB_PORT: port is \"65536\", not a number from 0 to 65535",
                        "lbserver: --listen: listen needs at least one address",
                        "lbserver: " + file + ":2: memory is \"5zz\", not a size such as 512MiB",
                        "lbserver: " + file
                                + ":3: log-level is \"wran\", not one of error, warn, info, debug, trace; did you mean"
                                + " warn?",
                        "lbserver: " + file + ":1: readers is \"0\", not a number from 1 to 256",
                        "lbserver: LB_WRITE_BUDGET: write-budget is 1k, at least 16MiB is needed",
                        "lbserver: --drain-seconds: drain-seconds is \"-1\", not a number from 0 to 3600");
    }

    @Test
    void moreMemoryThanThereIs_isRefused() {
        assertThat(run(Map.of(), "config", "check", "--memory=900TiB")).isEqualTo(ExitCode.USAGE);
        assertThat(told()).contains("--memory: memory is 900TiB, the machine has ");
    }

    @Test
    void variablesThatNobodyKnows_areErrors_butNotThoseOfTheClient() {
        assertThat(run(Map.of("LB_PROT", "1", "LB_OUTPUT", "json"), "config", "check"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(told()).isEqualTo("lbserver: there is no setting for the variable LB_PROT; did you mean LB_PORT?\n");
    }

    @Test
    void commandLineCountsBeforeEnvironment_environmentBeforeFile() throws IOException {
        Path file = file("port: 1\nreaders: 7\nlisten: 127.0.0.1\n");
        ExitCode code = run(
                Map.of("LB_PORT", "2", "LB_READERS", "8"), "config", "print", "--config", file.toString(), "--port=3");
        assertThat(code).isEqualTo(ExitCode.STOPPED);
        assertThat(shown().replaceAll(" +", " ").lines())
                .contains(
                        "port: 3 # --port",
                        "readers: 8 # LB_READERS",
                        "listen: 127.0.0.1 # " + file + ":3",
                        "log-format: text # default");
    }

    /// What `config print` shows is a configuration file.
    @Test
    void printedConfiguration_canBeReadAgain() throws IOException {
        assertThat(run(Map.of(), "config", "print", "--data", "a dir: \"x\" #y", "--insecure"))
                .isEqualTo(ExitCode.STOPPED);
        String first = shown();
        assertThat(run(Map.of(), "config", "print", "--config", file(first).toString()))
                .isEqualTo(ExitCode.STOPPED);
        assertThat(settings(shown())).isEqualTo(settings(first)).contains("\"a dir: \\\"x\\\" #y\"");
    }

    private static String settings(String listing) {
        return listing.replaceAll(" +# [^\n]*\n", "\n");
    }

    /// V2.
    @Test
    void addressesBeyondTheLoopback_needInsecure() {
        for (String address : new String[] {"0.0.0.0", "::", "192.0.2.1", "localhost,10.0.0.1"}) {
            assertThat(run(
                            Map.of(),
                            "--listen",
                            address,
                            "--data",
                            directory.resolve("none").toString()))
                    .isEqualTo(ExitCode.USAGE);
            assertThat(told()).contains("can be reached from other machines").contains("--insecure");
        }
        assertThat(directory.resolve("none")).doesNotExist();
        assertThat(run(Map.of("LB_INSECURE", "true"), "config", "check", "--listen", "0.0.0.0"))
                .isEqualTo(ExitCode.STOPPED);
        assertThat(run(Map.of(), "config", "check", "--listen", "no.such.name.invalid"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(told()).contains("no.such.name.invalid is no address");
    }

    @Test
    void help_namesEverySetting() {
        assertThat(run(Map.of(), "--help")).isEqualTo(ExitCode.STOPPED);
        assertThat(shown())
                .contains(java.util.Arrays.stream(Setting.values())
                        .map(Setting::option)
                        .toList());
        assertThat(run(Map.of(), "--version")).isEqualTo(ExitCode.STOPPED);
        assertThat(shown()).matches("lbserver \\d+\\.\\d+\\.\\d+.*\n");
    }

    @Test
    void docs_describeEverySettingAndEveryExitCode() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "server.md"));
        for (Setting setting : Setting.values()) {
            assertThat(page).contains("`" + setting.option()).contains("`" + setting.variable() + "`");
        }
        for (ExitCode code : ExitCode.values()) {
            assertThat(page).contains("| " + code.status() + " |");
        }
    }

    @Test
    void sizes_areReadAndWrittenAsPeopleDo() {
        assertThat(ByteSize.parse("1")).hasValue(1);
        assertThat(ByteSize.parse("512MiB")).hasValue(512L << 20);
        assertThat(ByteSize.parse("2 gb")).hasValue(2L << 30);
        assertThat(ByteSize.parse("3k")).hasValue(3072);
        assertThat(ByteSize.parse("-1")).isEmpty();
        assertThat(ByteSize.parse("1.5g")).isEmpty();
        assertThat(ByteSize.parse("999999999999t")).isEmpty();
        assertThat(ByteSize.format(3 << 20)).isEqualTo("3MiB");
        assertThat(ByteSize.format(1000)).isEqualTo("1000");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "lb", ".yaml"), text);
    }

    private ExitCode run(Map<String, String> environment, String... arguments) {
        out.reset();
        err.reset();
        return new LbServer(environment, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
                .execute(arguments);
    }

    private String shown() {
        return out.toString(UTF_8);
    }

    private String told() {
        return err.toString(UTF_8);
    }
}
