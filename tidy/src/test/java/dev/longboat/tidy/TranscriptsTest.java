package dev.longboat.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a page shows as a disk's record stands, line by line, in the record that a test makes.
final class TranscriptsTest {
    private static final Pattern BLOCK = Pattern.compile("(?s)( *)```transcript\n(.*?)\n *```");

    @Test
    void excerpts_areFromTheRecord() throws IOException {
        List<String> excerpts = excerpts(read("docs/durability.md"));
        assertThat(excerpts).hasSizeGreaterThan(5);
        assertThat(read("engine/src/test/resources/engine/life_of_a_store.txt")).contains(excerpts);
    }

    @Test
    void excerpt_losesItsIndentation() {
        assertThat(excerpts("  ```transcript\n  a\n  b\n  ```\n")).containsExactly("a\nb");
    }

    private static List<String> excerpts(String page) {
        return BLOCK.matcher(page)
                .results()
                .map(found -> found.group(2).replaceAll("(?m)^" + found.group(1), ""))
                .toList();
    }

    private static String read(String path) throws IOException {
        return Files.readString(House.here().root().resolve(path));
    }
}
