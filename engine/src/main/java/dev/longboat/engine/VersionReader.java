package dev.longboat.engine;

import dev.longboat.table.RowCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Decides which version of a key a read sees: the newest at or before the view's revision and
/// within its bound, unless that is a delete, and leaving out what a removal that was there when
/// the read began has taken away, and what lies beyond the store's [Reach].
///
/// A read that began at revision b looks at no row above b. Immutable; safe for concurrent use
/// while the set is held.
final class VersionReader {
    private final TableSet set;
    private final Reach reach;
    private final long began;
    private final long revisionMax;
    private final long ordinalMax;
    private final long stampMax;

    /// @param began the store's revision when the read began
    VersionReader(TableSet set, Reach reach, long began, View view) {
        this.set = set;
        this.reach = reach;
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
        if (isWithin(at) && (at.removalRevision() == 0 || newest.get() instanceof Change.Put)) {
            return live(newest.get());
        }
        if (at.removalRevision() == 0 && !isBounded() && !reach.limitsVersions()) {
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

    private boolean isBounded() {
        return ordinalMax < Long.MAX_VALUE || stampMax < Long.MAX_VALUE;
    }

    /// The puts of a key that can be seen, newest first, deletes passed over.
    ///
    /// @param limit the most to answer
    List<Change.Put> puts(byte[] storedKey, long limit) throws IOException {
        List<Change.Put> puts = new ArrayList<>();
        try (RowCursor cursor = set.cursor()) {
            cursor.seek(storedKey, began);
            Walk walk = new Walk(cursor, storedKey, new ArrayList<>());
            for (Optional<Change> next = walk.next(); next.isPresent() && puts.size() < limit; next = walk.next()) {
                if (next.get() instanceof Change.Put put && isWithin(put.at())) {
                    puts.add(put);
                }
            }
        }
        return puts;
    }

    /// What happened to a key, puts and deletes, newest first, as far as it can be seen. A delete
    /// is told when the version that it ended is: of others merges leave out some and keep some.
    ///
    /// @param before only changes of lower revisions
    /// @param limit the most to answer
    List<Change> changes(byte[] storedKey, long before, int limit) throws IOException {
        List<Change> changes = new ArrayList<>();
        try (RowCursor cursor = set.cursor()) {
            cursor.seek(storedKey, began);
            Walk walk = new Walk(cursor, storedKey, new ArrayList<>());
            Optional<Change> ended = Optional.empty();
            for (Optional<Change> next = walk.next(); next.isPresent() && changes.size() < limit; next = walk.next()) {
                Change change = next.get();
                boolean asked = change.at().revision() < before && isWithin(change.at());
                if (change instanceof Change.Put) {
                    ended.ifPresent(changes::add);
                    ended = Optional.empty();
                    if (asked && changes.size() < limit) {
                        changes.add(change);
                    }
                } else {
                    ended = asked ? next : Optional.empty();
                }
            }
        }
        return changes;
    }

    /// The revision of a key's newest change at or below `revision`, when there is a version behind
    /// it that can be seen.
    OptionalLong trimmable(byte[] storedKey, long revision) throws IOException {
        try (RowCursor cursor = set.cursor()) {
            cursor.seek(storedKey, began);
            Walk walk = new Walk(cursor, storedKey, new ArrayList<>());
            OptionalLong newest = OptionalLong.empty();
            for (Optional<Change> next = walk.next(); next.isPresent(); next = walk.next()) {
                if (newest.isPresent() && next.get() instanceof Change.Put) {
                    return newest;
                }
                if (newest.isEmpty() && next.get().at().revision() <= revision) {
                    newest = OptionalLong.of(next.get().at().revision());
                }
            }
        }
        return OptionalLong.empty();
    }

    private Optional<Change.Put> decide(RowCursor cursor, byte[] storedKey, List<Change.Removal> removals)
            throws IOException {
        Walk walk = new Walk(cursor, storedKey, removals);
        for (Optional<Change> next = walk.next(); next.isPresent(); next = walk.next()) {
            Moment at = next.get().at();
            if (isWithin(at)) {
                return live(next.get());
            }
            if (at.removalRevision() == 0 && !reach.limitsVersions() && (reach.horizon() == 0 || !isBounded())) {
                // No removal lies below this row and nothing ends before the view, so what the read
                // cannot see is passed over at once.
                cursor.seekAtMost(storedKey, revisionMax, ordinalMax, stampMax);
            }
        }
        return Optional.empty();
    }

    /// Steps along the changes of one key, newest first, that are neither removed nor beyond reach.
    /// Confined to one thread.
    private final class Walk {
        private final RowCursor cursor;
        private final byte[] storedKey;
        private final List<Change.Removal> removals;
        private long lastOrdinal = -1;
        private boolean ended;

        /// The row that was looked at last.
        private @Nullable Change current;

        Walk(RowCursor cursor, byte[] storedKey, List<Change.Removal> removals) {
            this.cursor = cursor;
            this.storedKey = storedKey;
            this.removals = removals;
        }

        Optional<Change> next() throws IOException {
            while (!ended && step()) {
                Change change = changeAt(cursor);
                current = change;
                if (lastOrdinal < 0) {
                    lastOrdinal = change.at().ordinal();
                }
                if (change instanceof Change.Removal removal) {
                    removals.add(removal);
                } else if (!isRemoved(change.at().revision(), removals)) {
                    ended = reach.endsAt(change);
                    return reach.isBeyond(change.at(), lastOrdinal) ? Optional.empty() : Optional.of(change);
                }
            }
            return Optional.empty();
        }

        /// Moves to the next row, unless the cursor has been moved since the last.
        private boolean step() throws IOException {
            Change last = current;
            if (last != null && isOnKey() && cursor.revision() == last.at().revision()) {
                cursor.next();
            }
            return isOnKey();
        }

        private boolean isOnKey() {
            return cursor.valid() && Arrays.equals(cursor.key(), storedKey);
        }
    }

    private boolean isWithin(Moment at) {
        return at.revision() <= revisionMax && at.ordinal() <= ordinalMax && at.stamp() <= stampMax;
    }

    /// Whether one of the removals covers a revision.
    static boolean isRemoved(long revision, List<Change.Removal> removals) {
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
