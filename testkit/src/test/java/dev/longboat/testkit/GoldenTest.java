package dev.longboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Golden scripts and texts: what they accept, how they complain, what a rewrite leaves.
final class GoldenTest {
    private static final String SCRIPT = """
            # What echo does.

            echo a b
            # between two commands
            echo c
            ----
            a b
            c

            # Empty lines are fenced.
            lines 3
            ----
            ----
            1

            3
            ----
            ----

            silent
            ----

            fail
            ----
            error: no luck
            """;

    @TempDir
    Path directory = Path.of("");

    private static String echo(ScriptCommand command) throws IOException {
        return switch (command.name()) {
            case "echo" -> String.join(" ", command.words());
            case "lines" -> "1\n\n3\n";
            case "silent" -> "";
            case "fail" -> throw new IOException("no luck");
            default -> throw command.unknown();
        };
    }

    private Path script(String text) throws IOException {
        return Files.writeString(directory.resolve("script.txt"), text);
    }

    @Test
    void script_thatShowsWhatItSays_passes() throws Exception {
        GoldenScripts.run(script(SCRIPT), GoldenTest::echo, false);
    }

    @Test
    void script_thatShowsSomethingElse_failsWithLineAndBothTexts() throws IOException {
        Path script = script(SCRIPT.replace("\nc\n\n#", "\nd\n\n#"));
        assertThatThrownBy(() -> GoldenScripts.run(script, GoldenTest::echo, false))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("script.txt:3\necho a b")
                .hasMessageContaining("---- expected\na b\nd\n---- found\na b\nc\n");
    }

    @Test
    void rewrite_putsWhatWasShown_andLeavesEverythingElse() throws Exception {
        Path script = script(SCRIPT.replace("\na b\nc\n", "\nwrong\n").replace("error: no luck\n", ""));
        GoldenScripts.run(script, GoldenTest::echo, true);
        assertThat(Files.readString(script)).isEqualTo(SCRIPT);
    }

    @Test
    void script_withoutRule_isRefused() throws IOException {
        Path script = script("echo a\n\necho b\n----\nb\n");
        assertThatThrownBy(() -> GoldenScripts.run(script, GoldenTest::echo, false))
                .hasMessageContaining("line 2: commands end by ----");
    }

    @Test
    void script_withAnUnknownCommand_fails() throws IOException {
        Path script = script("juggle 3\n----\n");
        assertThatThrownBy(() -> GoldenScripts.run(script, GoldenTest::echo, false))
                .hasMessageContaining("unknown command: juggle 3");
    }

    @Test
    void interpreter_isClosedAtTheScriptsEnd() throws Exception {
        List<String> seen = new ArrayList<>();
        final class Closing implements ScriptInterpreter, AutoCloseable {
            @Override
            public String run(ScriptCommand command) {
                seen.add(command.line());
                return "";
            }

            @Override
            public void close() {
                seen.add("closed");
            }
        }
        GoldenScripts.run(script("one\ntwo\n----\n"), new Closing(), false);
        assertThat(seen).containsExactly("one", "two", "closed");
    }

    @Test
    void command_hasWordsAndOptions() {
        ScriptCommand command = ScriptCommand.parse("put pear value=\"two words\" at=7 sync \"last word\" empty=\"\"");
        assertThat(command.name()).isEqualTo("put");
        assertThat(command.words()).containsExactly("pear", "sync", "last word");
        assertThat(command.option("value")).contains("two words");
        assertThat(command.option("empty")).contains("");
        assertThat(command.number("at", 1)).isEqualTo(7);
        assertThat(command.number("from", 1)).isEqualTo(1);
        assertThat(command.has("sync")).isTrue();
        assertThat(command.option("missing")).isEmpty();
        assertThatThrownBy(() -> command.word(3)).hasMessageContaining("word 4 is missing");
        assertThatThrownBy(() -> ScriptCommand.parse("a b=1 b=2")).hasMessageContaining("twice b=");
    }

    @Test
    void text_thatDiffers_failsWithTheFirstLineThatDoes() throws IOException {
        Path golden = Files.writeString(directory.resolve("golden.txt"), "one\ntwo\nthree\n");
        GoldenText.at(golden).matches("one\ntwo\nthree\n", false);
        assertThatThrownBy(() -> GoldenText.at(golden).matches("one\n2\nthree\n", false))
                .hasMessageContaining("golden.txt differs from line 2\n  expected: two\n  found:    2");
        assertThatThrownBy(() -> GoldenText.at(golden).matches("one\ntwo\nthree", false))
                .hasMessageContaining("expected: \n  found:    (the end)");
        assertThatThrownBy(() -> GoldenText.at(directory.resolve("none")).matches("x", false))
                .hasMessageContaining("there is no ");
        GoldenText.at(golden).matches("new\n", true);
        GoldenText.at(golden).matches("new\n", false);
    }

    @Test
    void hexDump_showsOffsetsBytesAndText_andFoldsRepeats() throws IOException {
        byte[] bytes = new byte[100];
        System.arraycopy("LBOAT\n\u0001".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 7);
        bytes[99] = (byte) 0xff;
        GoldenText.at("golden/hexdump.txt").matches(HexDump.of(bytes));
        assertThat(HexDump.of(new byte[0])).isEqualTo("00000000\n");
    }
}
