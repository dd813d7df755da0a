package dev.longboat.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.Terminal.SignalHandler;
import org.jspecify.annotations.Nullable;

/// Lines that a human edits: completed by Tab, remembered in a file. Confined to the main thread,
/// but for Ctrl-C, which may interrupt it at any moment.
final class TerminalLines implements ShellLines {
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Terminal terminal;
    private final LineReader reader;
    private final String prompt;

    /// @param terminal closed with the lines
    /// @param history where earlier lines are kept, if anywhere
    TerminalLines(Terminal terminal, Completer completer, Optional<Path> history, String prompt) throws IOException {
        this.terminal = terminal;
        this.prompt = prompt;
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("lbclient")
                .parser(new ShellParser())
                .completer(completer)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "… ")
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        if (history.isPresent()) {
            makePrivate(history.get());
            builder.variable(LineReader.HISTORY_FILE, history.get());
        }
        this.reader = builder.build();
    }

    /// Lines hold values, which are nobody else's business.
    private static void makePrivate(Path history) throws IOException {
        Path directory = history.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        if (Files.notExists(history)) {
            Files.createFile(history, OWNER_ONLY);
        }
    }

    @Override
    public @Nullable List<String> next() {
        try {
            return ShellParser.words(reader.readLine(prompt));
        } catch (UserInterruptException _) {
            return List.of();
        } catch (EndOfFileException _) {
            return null;
        }
    }

    /// Ctrl-C interrupts the call that waits for the server.
    @Override
    public void running(Runnable line) {
        Thread main = Thread.currentThread();
        SignalHandler before = terminal.handle(Signal.INT, _ -> main.interrupt());
        try {
            line.run();
        } finally {
            terminal.handle(Signal.INT, before);
            boolean _ = Thread.interrupted();
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
