package dev.longboat.tidy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A throw-away tree that holds copies of our scripts, and runs them. Immutable.
record Shell(Path root) {
    private static final Path HOUSE = House.here().root();

    /// What a command printed, both streams together, and how it ended. Immutable.
    record Ended(int code, long pid, String output) {}

    /// Copies files of the house, each to the same place in this tree.
    void copy(String... paths) throws IOException {
        for (String path : paths) {
            Path copy = root.resolve(path);
            Files.createDirectories(parent(copy));
            Files.copy(HOUSE.resolve(path), copy);
        }
    }

    /// Writes an executable file.
    void program(String path, String text) throws IOException {
        write(path, text);
        Files.setPosixFilePermissions(root.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    void write(String path, String text) throws IOException {
        Files.createDirectories(parent(root.resolve(path)));
        Files.writeString(root.resolve(path), text);
    }

    /// Runs a program of this tree, without input and without LB_ variables of our own.
    Ended run(Map<String, String> environment, String program, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(root.resolve(program).toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("LB_"));
        builder.environment().putAll(new HashMap<>(environment));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), process.pid(), output);
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
