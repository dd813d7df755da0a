package dev.longboat.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A program of the machine, run to its end. Immutable.
///
/// @param words its name and its arguments
record Tool(List<String> words) {
    private static final List<String> SUPERUSERS_PLACES = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    Tool {
        words = List.copyOf(words);
    }

    static Tool of(String... words) {
        return new Tool(List.of(words));
    }

    /// Where a program is, if the machine has it.
    static Optional<Path> find(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.concat(Stream.of(path.split(":")), SUPERUSERS_PLACES.stream())
                .filter(place -> !place.isEmpty())
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Runs it.
    ///
    /// @return what it printed
    /// @throws IOException when it fails, with what it printed
    String run() throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = process.onExit().join().exitValue();
        if (status != 0) {
            throw new IOException(String.join(" ", words) + " ended with exit code " + status + ": " + said);
        }
        return said;
    }

    /// Runs it, whatever comes of it.
    ///
    /// @return whether it went well
    boolean attempt() {
        try {
            run();
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
