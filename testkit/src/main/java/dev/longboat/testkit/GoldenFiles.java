package dev.longboat.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where golden texts lie: below the room's `src/test/resources`, read and rewritten in place.
/// Immutable; holds nothing.
final class GoldenFiles {
    private GoldenFiles() {}

    /// Whether this run writes what it found instead of comparing: `-Dlongboat.golden=rewrite`.
    static boolean rewriting() {
        return "rewrite".equals(System.getProperty("longboat.golden"));
    }

    /// The directory or file of this name below `src/test/resources`.
    static Path resource(String name) {
        return Path.of(System.getProperty("basedir", ""), "src", "test", "resources", name);
    }

    static void write(Path file, String text) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(file, text);
    }
}
