package dev.longboat.cli;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/// What to say of a word that has no place, and which words were perhaps meant. Immutable.
final class Suggestions {
    private static final int DISTANCE_MAX = 2;

    private Suggestions() {}

    /// Of an argument that a command has no place for.
    static Phrase unmatched(String word, CommandSpec spec) {
        if (word.length() > 1 && word.startsWith("-")) {
            String name = word.split("=", 2)[0];
            return nearest(name, spec.optionsMap().keySet())
                    .map(near -> Phrase.of("unknown option %s; did you mean %s?", name, near))
                    .orElseGet(() -> Phrase.of("unknown option %s", name));
        }
        if (spec.subcommands().isEmpty()) {
            return Phrase.of("one argument too many: '%s'", word);
        }
        return nearest(word, spec.subcommands().keySet())
                .map(near -> Phrase.of("unknown verb '%s'; did you mean %s?", word, near))
                .orElseGet(() -> Phrase.of("unknown verb '%s'", word));
    }

    /// The nearest of the known words, or nothing when none is near.
    private static Optional<Phrase> nearest(String word, Collection<String> known) {
        for (int distance = 1; distance <= DISTANCE_MAX; distance++) {
            int exactly = distance;
            List<String> near = known.stream()
                    .filter(candidate -> distance(word, candidate) == exactly)
                    .sorted()
                    .toList();
            if (!near.isEmpty()) {
                return near.stream().map(Phrase::exactly).reduce((one, other) -> Phrase.of("%s or %s", one, other));
            }
        }
        return Optional.empty();
    }

    /// The fewest letters to put in, take out, change or swap with their neighbour.
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, d);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(String a, String b, int i, int j, int[][] d) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
