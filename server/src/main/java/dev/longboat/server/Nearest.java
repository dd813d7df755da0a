package dev.longboat.server;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// What somebody may have meant. Immutable.
final class Nearest {
    private Nearest() {}

    /// The known word with the fewest edits to what was written, if it is near enough to be meant.
    static Optional<String> to(String written, Collection<String> known) {
        int near = Math.max(2, written.length() / 3);
        return known.stream()
                .filter(word -> distance(written, word) <= near)
                .min(Comparator.comparingInt(word -> distance(written, word)));
    }

    /// ` ; did you mean …?`, or nothing.
    static String hint(String written, Collection<String> known) {
        return to(written, known).map(word -> "; did you mean " + word + "?").orElse("");
    }

    /// Insertions, deletions, replacements and exchanges of neighbours from one to the other.
    static int distance(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : fewest(edits, from, to, i, j);
            }
        }
        return edits[from.length()][to.length()];
    }

    private static int fewest(int[][] edits, String from, String to, int i, int j) {
        int replaced = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean exchanged =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return exchanged ? Math.min(best, edits[i - 2][j - 2] + 1) : best;
    }
}
