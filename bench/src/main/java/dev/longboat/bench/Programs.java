package dev.longboat.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The programs that this machine has on its path. Immutable.
final class Programs {
    private Programs() {}

    /// Why a program cannot be run; empty when it is there.
    ///
    /// @param debianPackage what brings it on Debian
    static Optional<String> missing(String program, String debianPackage) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)))
                ? Optional.empty()
                : Optional.of("no " + program + " on the path (Debian: apt-get install " + debianPackage + ")");
    }

    /// The first line that a program prints with this argument.
    static String version(String program, String argument) {
        return firstLine(program, argument).orElse(program + " of an unknown version");
    }

    /// The first line that a command prints; empty when it prints none, or cannot be run.
    static Optional<String> firstLine(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (BufferedReader lines = process.inputReader()) {
                Optional<String> first = Optional.ofNullable(lines.readLine());
                while (lines.readLine() != null) {
                    // To its end, so that it does not write into a closed pipe.
                }
                return first;
            }
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
