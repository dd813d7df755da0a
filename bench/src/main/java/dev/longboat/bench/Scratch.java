package dev.longboat.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A directory for one measurement, removed when closed. Confined to the thread that made it.
///
/// It lies below the directory named by `-Dlongboat.bench.directory`, because what is measured is
/// that directory's disk; else below the system's temporary one.
final class Scratch implements Closeable {
    private final Path directory;
    private boolean kept;

    Scratch() {
        String parent = System.getProperty("longboat.bench.directory", System.getProperty("java.io.tmpdir"));
        try {
            directory = Files.createTempDirectory(Path.of(parent), "longboat-bench-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return directory;
    }

    /// Leaves the directory where it is when closed, for somebody to look at.
    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (!kept) {
            remove(directory);
        }
    }

    /// Removes a directory and all it holds, if it is there.
    static void remove(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(directory)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
