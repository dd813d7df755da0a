package dev.longboat.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Holds a text that a test produced to the one that was committed.
///
///     GoldenText.at("journal/first_segment.hex").matches(HexDump.of(bytes));
///
/// `-Dlongboat.golden=rewrite` writes the new text instead; the diff is then for a human to read.
/// Immutable.
public final class GoldenText {
    private final Path file;

    private GoldenText(Path file) {
        this.file = file;
    }

    /// The text in the file of this name below the room's `src/test/resources`.
    public static GoldenText at(String name) {
        return new GoldenText(GoldenFiles.resource(name));
    }

    /// The text in any file.
    public static GoldenText at(Path file) {
        return new GoldenText(file);
    }

    /// Fails, naming the first line that differs, unless `text` is the committed one.
    public void matches(String text) throws IOException {
        matches(text, GoldenFiles.rewriting());
    }

    /// @param rewrite whether to write the text into the file, instead of comparing
    void matches(String text, boolean rewrite) throws IOException {
        if (rewrite) {
            GoldenFiles.write(file, text);
            return;
        }
        if (!Files.exists(file)) {
            throw new AssertionError("there is no " + file + " yet; -Dlongboat.golden=rewrite writes it:\n" + text);
        }
        String golden = Files.readString(file);
        if (!golden.equals(text)) {
            throw new AssertionError(file + " differs" + difference(golden, text)
                    + "\n-Dlongboat.golden=rewrite accepts what was found:\n" + text);
        }
    }

    private static String difference(String golden, String text) {
        String[] expected = golden.split("\n", -1);
        String[] found = text.split("\n", -1);
        int line = 0;
        while (line < expected.length && line < found.length && expected[line].equals(found[line])) {
            line++;
        }
        return " from line " + (line + 1) + "\n  expected: " + at(expected, line) + "\n  found:    " + at(found, line);
    }

    private static String at(String[] lines, int line) {
        return line < lines.length ? lines[line] : "(the end)";
    }
}
