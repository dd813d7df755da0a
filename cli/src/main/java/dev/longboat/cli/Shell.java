package dev.longboat.cli;

import dev.longboat.client.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/// `lbclient shell`: every line is what `lbclient` would be called with. Confined to the main
/// thread.
final class Shell {
    private final Surroundings here;
    private final Connections connections;
    private final List<String> options;
    private int first;

    /// @param options what every line begins with, such as `--port=50052`
    Shell(Surroundings here, Connections connections, List<String> options) {
        this.here = here;
        this.connections = connections;
        this.options = List.copyOf(options);
    }

    /// Runs lines until there are no more, or one says exit.
    ///
    /// @param endpoint where the server is, for the prompt and for keys to complete
    /// @return 0 from a terminal, else the code of the first line that failed
    int run(Endpoint endpoint) throws IOException {
        if (!here.inIsTerminal()) {
            try (ShellLines lines = new PipedLines(here.in())) {
                run(lines);
            }
            return first;
        }
        try (ShellKeys keys = new ShellKeys(endpoint);
                ShellLines lines = new TerminalLines(
                        TerminalBuilder.builder().nativeSignals(true).build(),
                        new ShellCompleter(here.words(), keys::startingWith),
                        history(),
                        endpoint + "> ")) {
            run(lines);
        }
        return ExitCode.OK.number();
    }

    /// Runs lines from anywhere.
    void run(ShellLines lines) throws IOException {
        while (true) {
            List<String> words = words(lines);
            if (words == null || isEnd(words)) {
                return;
            }
            if (!words.isEmpty()) {
                lines.running(() -> note(one(words)));
            }
        }
    }

    private @Nullable List<String> words(ShellLines lines) throws IOException {
        try {
            return lines.next();
        } catch (UsageException e) {
            here.say(e.phrase());
            note(ExitCode.USAGE.number());
            return List.of();
        }
    }

    private static boolean isEnd(List<String> words) {
        return words.size() == 1
                && (words.getFirst().equals("exit") || words.getFirst().equals("quit"));
    }

    private int one(List<String> words) {
        List<String> arguments = new ArrayList<>(options);
        switch (words.getFirst()) {
            case "help", "?" -> {
                arguments.addAll(words.subList(1, words.size()));
                arguments.add("--help");
            }
            case "shell" -> {
                here.say("this is the shell already");
                return ExitCode.USAGE.number();
            }
            default -> arguments.addAll(words);
        }
        return LbClient.run(arguments, here, connections);
    }

    private void note(int code) {
        if (first == 0) {
            first = code;
        }
    }

    /// Where earlier lines are kept: by LB_HISTORY, else below XDG_STATE_HOME or ~/.local/state.
    private Optional<Path> history() {
        String named = here.env().get("LB_HISTORY");
        if (named != null) {
            return named.isEmpty() ? Optional.empty() : Optional.of(Path.of(named));
        }
        String state = here.env().getOrDefault("XDG_STATE_HOME", "");
        String home = here.env().getOrDefault("HOME", "");
        if (state.isEmpty() && home.isEmpty()) {
            return Optional.empty();
        }
        Path directory = state.isEmpty() ? Path.of(home, ".local", "state") : Path.of(state);
        return Optional.of(directory.resolve("longboat").resolve("shell-history"));
    }
}
