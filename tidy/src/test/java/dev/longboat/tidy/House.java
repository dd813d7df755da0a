package dev.longboat.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// This repository: where it lies, its rooms in the order of the root pom, its files. Immutable.
record House(Path root, List<String> rooms) {
    /// The rooms that an embedder takes: no dependency beyond the JDK when they run.
    static final Set<String> ENGINE_ROOMS = Set.of("disk", "journal", "table", "engine");

    /// The rooms that put a program together: they talk, and may read configuration, clocks and
    /// files.
    static final Set<String> COMPOSERS = Set.of("server", "cli", "bench", "examples");

    private static final Pattern MODULE = Pattern.compile("<module>(\\w+)</module>");
    /// They gather or compile what others wrote, and hold no source.
    private static final Set<String> NO_ROOMS = Set.of("dist", "picocli");
    private static final Set<String> NOT_OURS =
            Set.of(".git", "target", "data", "out", ".idea", ".vscode", ".settings");

    House {
        rooms = List.copyOf(rooms);
    }

    /// The house in which this test runs.
    static House here() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(root.resolve("Makefile")) || !Files.isRegularFile(root.resolve("scripts/mvn"))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException(
                        "no Makefile above " + Path.of("").toAbsolutePath());
            }
        }
        List<String> rooms = MODULE.matcher(read(root.resolve("pom.xml")))
                .results()
                .map(module -> module.group(1))
                .filter(module -> !NO_ROOMS.contains(module))
                .toList();
        return new House(root, rooms);
    }

    /// Every file that belongs to the house and is text.
    List<Source> files() {
        List<Source> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean ours = !NOT_OURS.contains(String.valueOf(directory.getFileName()));
                    return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    byte[] bytes = Files.readAllBytes(file);
                    if (attributes.isRegularFile() && isText(bytes)) {
                        String path = root.relativize(file).toString().replace('\\', '/');
                        files.add(new Source(path, new String(bytes, StandardCharsets.UTF_8)));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /// The Java files that people wrote.
    List<Source> javaFiles() {
        return files().stream().filter(Source::isJava).toList();
    }

    /// What the compiler made of a room's `classes` or `test-classes`; a room without any is
    /// absent.
    List<Path> compiled(String kind) {
        return rooms.stream()
                .map(room -> root.resolve(room).resolve("target").resolve(kind))
                .filter(Files::isDirectory)
                .toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isText(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, 8192); i++) {
            if (bytes[i] == 0) {
                return false;
            }
        }
        return true;
    }
}
