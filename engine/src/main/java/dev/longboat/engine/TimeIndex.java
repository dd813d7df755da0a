package dev.longboat.engine;

import dev.longboat.table.RowCursor;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Tells which revision was the newest at a time, to the second. The first entry of each second
/// leaves a row in the store's own keyspace:
///
/// ```
/// key       keyspace 0 · 't' · second since the epoch u64, big-endian
/// revision  of the entry's first transaction: the one before it was the newest
///           when the second began
/// payload   a delete's
/// ```
///
/// Which entries do so follows from their commit times alone (E2). Immutable; holds no state.
final class TimeIndex {
    private static final byte KIND = 't';
    private static final int KEY_BYTES = 2 + Long.BYTES;
    private static final long MILLIS = 1000;

    private TimeIndex() {}

    /// Whether an entry begins another second than the one before it.
    static boolean isDue(long lastCommitTime, long commitTime) {
        return Math.floorDiv(lastCommitTime, MILLIS) != Math.floorDiv(commitTime, MILLIS);
    }

    /// The row of an entry that begins a second.
    static void add(Memtable memtable, EntryCodec.Head entry) {
        Moment at = new Moment(entry.baseRevision() + 1, 0, 0, entry.commitTime(), 0, 0);
        memtable.add(key(Math.floorDiv(entry.commitTime(), MILLIS)), new Change.Delete(at));
    }

    /// The newest revision before the second in which a time lies.
    ///
    /// @param millis since the epoch
    /// @param began the newest revision of all
    static long revisionBefore(TableSet set, long millis, long began) throws IOException {
        try (RowCursor rows = set.cursor()) {
            rows.seek(key(Math.max(0, Math.floorDiv(millis, MILLIS))), Long.MAX_VALUE);
            while (rows.valid() && isKey(rows.key())) {
                if (rows.revision() <= began) {
                    return rows.revision() - 1;
                }
                rows.next();
            }
            return began;
        }
    }

    /// Whether a row is of this index.
    static boolean isKey(byte[] storedKey) {
        return storedKey.length == KEY_BYTES && storedKey[0] == StoredKeys.SYSTEM && storedKey[1] == KIND;
    }

    private static byte[] key(long second) {
        return ByteBuffer.allocate(KEY_BYTES)
                .put(StoredKeys.SYSTEM)
                .put(KIND)
                .putLong(second)
                .array();
    }
}
