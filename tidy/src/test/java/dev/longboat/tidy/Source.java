package dev.longboat.tidy;

import com.google.errorprone.annotations.Immutable;
import java.util.List;

/// One text file of the house, by its path from the root with forward slashes. Immutable.
@Immutable
record Source(String path, String text) {
    /// The first directory: a room's name, for a file in a room.
    String room() {
        int slash = path.indexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /// The name of the class in a Java file.
    String className() {
        return fileName().replace(".java", "");
    }

    boolean isJava() {
        return path.endsWith(".java") && (path.contains("/src/main/") || path.contains("/src/test/"));
    }

    boolean isTest() {
        return path.contains("/src/test/");
    }

    boolean isSign() {
        return fileName().equals("package-info.java");
    }

    boolean isModule() {
        return fileName().equals("module-info.java");
    }

    List<String> lines() {
        return text.lines().toList();
    }

    /// `path:line`, as editors and terminals link it.
    String at(int lineIndex) {
        return path + ":" + (lineIndex + 1);
    }
}
