package dev.longboat.engine;

import java.util.List;

/// Chooses which tables to merge: neighbours of like size, the newest first, so that their number
/// grows with the logarithm of the data and a row is rewritten as seldom. Immutable.
///
/// @param fanIn how many make a merge worthwhile
record MergePicker(int fanIn) {
    /// A table joins those before it when it is at most so many times as large as all of them
    /// together.
    private static final int GROWTH_MAX = 2;

    /// With so many tables, the newest are merged whatever their sizes.
    private static final int TABLES_MAX = 16;

    /// The tables to merge now; none when all is well.
    ///
    /// @param tables newest first
    List<LiveTable> pick(List<LiveTable> tables) {
        for (int from = 0; from + fanIn <= tables.size(); from++) {
            int to = endOfRun(tables, from);
            if (to - from >= fanIn) {
                return tables.subList(from, to);
            }
        }
        return tables.size() > TABLES_MAX ? tables.subList(0, fanIn) : List.of();
    }

    private static int endOfRun(List<LiveTable> tables, int from) {
        long bytes = tables.get(from).entry().fileBytes();
        int to = from + 1;
        while (to < tables.size() && tables.get(to).entry().fileBytes() <= GROWTH_MAX * bytes) {
            bytes += tables.get(to).entry().fileBytes();
            to++;
        }
        return to;
    }
}
