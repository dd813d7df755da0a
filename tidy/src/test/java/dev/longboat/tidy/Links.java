package dev.longboat.tidy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The links of a Markdown page to other files of the house. Immutable.
final class Links {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(#[^)]*)?\\)");
    private static final Path ROOT = House.here().root();

    private Links() {}

    /// The relative links that lead to no file.
    static Stream<String> dead(Source page) {
        Path directory = ROOT.resolve(page.path()).getParent();
        return LINK.matcher(page.text())
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.contains(":"))
                .filter(target -> directory == null || !Files.exists(directory.resolve(target)))
                .map(target -> page.path() + ": " + target);
    }
}
