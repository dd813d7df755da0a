package dev.longboat.engine;

import dev.longboat.table.RowCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Tables of which no two hold the same key, in key order: as good as one large table, but merged
/// and replaced in pieces. Immutable.
///
/// @param id which run; the tables say so too
/// @param tables at least one
record SortedRun(long id, List<LiveTable> tables) {
    private static final Comparator<LiveTable> BY_KEY =
            (one, other) -> Arrays.compareUnsigned(one.firstKey(), other.firstKey());

    SortedRun {
        tables = tables.stream().sorted(BY_KEY).toList();
    }

    /// The runs that tables make, in the order of the first table of each.
    static List<SortedRun> of(List<LiveTable> tables) {
        List<SortedRun> runs = new ArrayList<>();
        int from = 0;
        while (from < tables.size()) {
            long run = tables.get(from).entry().run();
            int to = from + 1;
            while (to < tables.size() && tables.get(to).entry().run() == run) {
                to++;
            }
            runs.add(new SortedRun(run, tables.subList(from, to)));
            from = to;
        }
        return runs;
    }

    /// The one table that may hold a key.
    Optional<LiveTable> tableOf(byte[] storedKey) {
        int at = lastFrom(storedKey);
        return at < 0 ? Optional.empty() : Optional.of(tables.get(at));
    }

    /// The place of the last table whose first key is at or before this one; -1 when there is none.
    int lastFrom(byte[] storedKey) {
        int low = 0;
        int high = tables.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(tables.get(middle).firstKey(), storedKey) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /// The tables that hold keys between the first and the last of another.
    List<LiveTable> overlapping(LiveTable other) {
        return tables.stream().filter(other::overlaps).toList();
    }

    /// The part of it that may hold rows of a revision or later ones.
    Optional<SortedRun> since(long revision) {
        List<LiveTable> newer = tables.stream()
                .filter(table -> table.entry().revisionMax() >= revision)
                .toList();
        if (newer.size() == tables.size()) {
            return Optional.of(this);
        }
        return newer.isEmpty() ? Optional.empty() : Optional.of(new SortedRun(id, newer));
    }

    long fileBytes() {
        return tables.stream().mapToLong(table -> table.entry().fileBytes()).sum();
    }

    long rows() {
        return tables.stream().mapToLong(table -> table.entry().rows()).sum();
    }

    RowCursor cursor() throws IOException {
        return tables.size() == 1
                ? tables.getFirst().table().cursor()
                : new RunCursor(this, table -> table.table().cursor());
    }
}
