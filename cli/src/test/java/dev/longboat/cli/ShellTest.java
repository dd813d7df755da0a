package dev.longboat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.client.MemoryServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a human at a terminal has the grammar of the program, completion, history and quotes over
/// several lines. Method: a terminal whose keys are bytes, the completer and the parser by
/// themselves; lines from a pipe are in the golden scripts.
final class ShellTest {
    private final MemoryServer server = MemoryServer.start();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /// Whether Ctrl-C is pressed during the first call.
    private boolean interruptFirst;

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void lines_areRunAndRemembered() throws IOException {
        Path history = directory.resolve("state").resolve("history");
        type("set a 1\rset b 'two\rlines'\rget b\rexit\r", Optional.of(history));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("two\nlines");
        assertThat(Files.readString(history)).contains("set a 1", "get b");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");
    }

    @Test
    void tab_completesAKeyOfTheStore() throws IOException {
        type("set fruit/apple red\rget fru\t\r\u0004", Optional.empty());
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("red");
    }

    @Test
    void controlC_endsTheCallAndNotTheShell() throws IOException {
        interruptFirst = true;
        type("get a\rset b 2\rget b\r", Optional.empty());
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("interrupted while reading a value");
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("2");
    }

    @Test
    void endOfInput_endsTheShell() throws IOException {
        type("\u0004", Optional.empty());
        assertThat(out.size()).isZero();
    }

    @Test
    void wordAtTheCursor_isCompletedByItsPlace() {
        assertThat(completions("")).contains("get", "set", "help", "exit").doesNotContain("shell");
        assertThat(completions("get f")).containsExactly("f-key");
        assertThat(completions("set ")).containsExactly("-key");
        assertThat(completions("set k ")).isEmpty();
        assertThat(completions("range a b")).containsExactly("b-key");
        assertThat(completions("stat ")).isEmpty();
        assertThat(completions("get --a")).contains("--at-rev", "--as-of", "--out");
        assertThat(completions("nonsense ")).isEmpty();
    }

    @Test
    void quotes_holdWordsTogether() {
        assertThat(ShellParser.words(" set 'a b' \"it's\" x'y'z ''")).containsExactly("set", "a b", "it's", "xyz", "");
        assertThat(ShellParser.words("get a\\nb")).containsExactly("get", "a\\nb");
        assertThatThrownBy(() -> ShellParser.words("set a 'b")).isInstanceOf(EOFError.class);
    }

    @Test
    void candidateWithSpaces_isQuotedSoThatItReadsBack() {
        CompletingParsedLine line = parsed("get ");
        for (String key : List.of("plain", "a b", "it's here", "say \"x\"", "")) {
            assertThat(ShellParser.words("get " + line.escape(key, true))).containsExactly("get", key);
        }
    }

    private static List<String> completions(String typed) {
        List<Candidate> candidates = new ArrayList<>();
        new ShellCompleter(Words.ENGLISH, prefix -> List.of(prefix + "-key")).complete(parsed(typed), candidates);
        return candidates.stream().map(Candidate::value).toList();
    }

    private static CompletingParsedLine parsed(String typed) {
        return (CompletingParsedLine) new ShellParser().parse(typed, typed.length(), ParseContext.COMPLETE);
    }

    /// Presses keys at a terminal.
    private void type(String keys, Optional<Path> history) throws IOException {
        Surroundings here = new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("LB_ENDPOINT", server.endpoint()),
                true,
                false,
                false,
                ZoneOffset.UTC,
                Words.ENGLISH);
        Terminal terminal = new DumbTerminal(
                "keys",
                "ansi",
                new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(),
                StandardCharsets.UTF_8);
        GlobalOptions options = new GlobalOptions();
        options.env(here.env());
        try (Connections connections = new Connections();
                ShellKeys completed = new ShellKeys(options.endpoint());
                ShellLines lines = new TerminalLines(
                        terminal, new ShellCompleter(Words.ENGLISH, completed::startingWith), history, "> ")) {
            new Shell(here, connections, List.of()).run(interruptFirst ? new Interrupted(lines, terminal) : lines);
        }
    }

    /// Lines during the first of which somebody presses Ctrl-C.
    private static final class Interrupted implements ShellLines {
        private final ShellLines lines;
        private final Terminal terminal;
        private boolean pressed;

        Interrupted(ShellLines lines, Terminal terminal) {
            this.lines = lines;
            this.terminal = terminal;
        }

        @Override
        public @Nullable List<String> next() throws IOException {
            return lines.next();
        }

        @Override
        public void running(Runnable line) {
            lines.running(() -> {
                if (!pressed) {
                    pressed = true;
                    terminal.raise(Terminal.Signal.INT);
                }
                line.run();
            });
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
