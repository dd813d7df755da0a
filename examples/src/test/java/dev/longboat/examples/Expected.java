package dev.longboat.examples;

import java.util.stream.Stream;

/// What both examples say: the same store, near and far. Immutable.
final class Expected {
    private Expected() {}

    /// @param visit how often the example has run over this store
    /// @param beforeTheFilm what one example shows and the other does not
    static String[] lines(int visit, String... beforeTheFilm) {
        return Stream.of(
                        Stream.of(
                                "this is visit " + visit,
                                "person/ada is Ada Byron",
                                "now she is nowhere",
                                "before the delete she was Ada Lovelace",
                                "before that she was Ada Byron",
                                "a thousand numbers are on disk",
                                "number/0015 is the number 15",
                                "number/0014 is the number 14",
                                "number/0013 is the number 13"),
                        Stream.of(beforeTheFilm),
                        Stream.of("a value of 16777216 bytes"))
                .flatMap(lines -> lines)
                .toArray(String[]::new);
    }
}
