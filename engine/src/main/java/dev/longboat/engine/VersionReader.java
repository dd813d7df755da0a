package dev.longboat.engine;

import dev.longboat.table.RowCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Decides which version of a key a read sees: the newest at or before the view's revision and
/// within its bound, unless that is a delete, and leaving out what a removal that was there when
/// the read began has taken away.
///
/// A read that began at revision b looks at no row above b. Immutable; safe for concurrent use
/// while the set is held.
final class VersionReader {
    private final TableSet set;
    private final long began;
    private final long revisionMax;
    private final long ordinalMax;
    private final long stampMax;

    /// @param began the store's revision when the read began
    VersionReader(TableSet set, long began, View view) {
        this.set = set;
        this.began = began;
        this.revisionMax = view.revision() == 0 ? began : Math.min(began, view.revision());
        this.ordinalMax = view.bound() instanceof View.Bound.OrdinalAtMost(long ordinal) ? ordinal : Long.MAX_VALUE;
        this.stampMax = view.bound() instanceof View.Bound.StampAtMost(long stamp) ? stamp : Long.MAX_VALUE;
    }

    /// The store's revision when the read began.
    long began() {
        return began;
    }

    /// What the read sees of one key.
    Optional<Change.Put> find(byte[] storedKey) throws IOException {
        Optional<Change> newest = set.find(storedKey, began);
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        Moment at = newest.get().at();
        if (at.removalRevision() == 0 && isWithin(at)) {
            return live(newest.get());
        }
        if (at.removalRevision() == 0 && ordinalMax == Long.MAX_VALUE && stampMax == Long.MAX_VALUE) {
            return set.find(storedKey, revisionMax).flatMap(VersionReader::live);
        }
        try (RowCursor cursor = set.cursor()) {
            cursor.seek(storedKey, began);
            return decide(cursor, storedKey);
        }
    }

    /// The newest change of any kind.
    Optional<Change> newestChange(byte[] storedKey) throws IOException {
        return set.find(storedKey, began);
    }

    /// What the read sees of the key whose rows the cursor stands on, at the first that is not
    /// above `began`. Leaves the cursor on some row of that key, or behind them.
    Optional<Change.Put> decide(RowCursor cursor, byte[] storedKey) throws IOException {
        return decide(cursor, storedKey, new ArrayList<>());
    }

    /// As [#find], with one more removal than the rows have.
    Optional<Change.Put> findWithout(byte[] storedKey, Change.Removal removal) throws IOException {
        try (RowCursor cursor = set.cursor()) {
            cursor.seek(storedKey, began);
            List<Change.Removal> removals = new ArrayList<>();
            removals.add(removal);
            return decide(cursor, storedKey, removals);
        }
    }

    /// The puts of a key that no removal has taken away, newest first, deletes passed over.
    ///
    /// @param limit the most to answer
    List<Change.Put> puts(byte[] storedKey, long limit) throws IOException {
        List<Change.Put> puts = new ArrayList<>();
        List<Change.Removal> removals = new ArrayList<>();
        try (RowCursor cursor = set.cursor()) {
            cursor.seek(storedKey, began);
            while (puts.size() < limit && cursor.valid() && Arrays.equals(cursor.key(), storedKey)) {
                switch (changeAt(cursor)) {
                    case Change.Put put
                    when isWithin(put.at()) && !isRemoved(put.at().revision(), removals) -> puts.add(put);
                    case Change.Removal removal -> removals.add(removal);
                    case Change.Put _, Change.Delete _ -> {}
                }
                cursor.next();
            }
        }
        return puts;
    }

    private Optional<Change.Put> decide(RowCursor cursor, byte[] storedKey, List<Change.Removal> removals)
            throws IOException {
        while (cursor.valid() && Arrays.equals(cursor.key(), storedKey)) {
            Change change = changeAt(cursor);
            boolean within = isWithin(change.at());
            if (change instanceof Change.Removal removal) {
                removals.add(removal);
            } else if (within && !isRemoved(change.at().revision(), removals)) {
                return live(change);
            }
            if (!within && change.at().removalRevision() == 0) {
                // No removal lies below this row, so what the read cannot see is passed over at
                // once.
                cursor.seekAtMost(storedKey, revisionMax, ordinalMax, stampMax);
            } else {
                cursor.next();
            }
        }
        return Optional.empty();
    }

    private boolean isWithin(Moment at) {
        return at.revision() <= revisionMax && at.ordinal() <= ordinalMax && at.stamp() <= stampMax;
    }

    private static boolean isRemoved(long revision, List<Change.Removal> removals) {
        for (Change.Removal removal : removals) {
            if (removal.covers(revision)) {
                return true;
            }
        }
        return false;
    }

    static Change changeAt(RowCursor cursor) {
        return RowCodec.decode(cursor.revision(), cursor.ordinal(), cursor.stamp(), cursor.payload());
    }

    private static Optional<Change.Put> live(Change change) {
        return change instanceof Change.Put put ? Optional.of(put) : Optional.empty();
    }
}
