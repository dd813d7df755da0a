package dev.longboat.engine;

import dev.longboat.journal.Position;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The newest rows, in memory and in order: key ascending, revision descending. Values are in it
/// only where they are inline. A memtable takes rows, is sealed, is flushed to a table, and goes.
///
/// Lifetime: pins the segments of the journal to which its rows refer until the last table set that
/// holds it lets go.
///
/// Safe for concurrent use: one thread adds, any thread reads. What a reader may see is bounded by
/// the revision that it began at, since rows above it can be half there.
final class Memtable {
    /// What a row costs beside its key and payload: the row, its arrays' heads, the skip list's
    /// nodes.
    private static final int ROW_OVERHEAD_BYTES = 144;

    /// The same in a table.
    private static final int TABLE_ROW_OVERHEAD_BYTES = 16;

    private final ConcurrentSkipListSet<Row> rows = new ConcurrentSkipListSet<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong count = new AtomicLong();
    private final AtomicInteger holders = new AtomicInteger();
    private final SegmentPins.Range segments;

    /// @param segments an empty range, owned from now on: of the segments to which rows refer
    Memtable(SegmentPins.Range segments) {
        this.segments = segments;
    }

    /// One row. The arrays are not changed by anyone.
    record Row(byte[] key, long revision, long ordinal, long stamp, byte[] payload) implements Comparable<Row> {
        private static final byte[] NOTHING = {};

        /// A row to search with.
        static Row probe(byte[] key, long revision) {
            return new Row(key, revision, 0, 0, NOTHING);
        }

        /// In plain steps, since a recovery compares some millions of rows before code is compiled.
        @Override
        public int compareTo(Row other) {
            int byKey = Arrays.compareUnsigned(key, other.key);
            return byKey != 0 ? byKey : Long.compare(other.revision, revision);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Row that && compareTo(that) == 0;
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(key) + Long.hashCode(revision);
        }

        Change change() {
            return RowCodec.decode(revision, ordinal, stamp, ByteBuffer.wrap(payload));
        }
    }

    /// A row that is about to be added refers to this segment.
    void refer(int segment) {
        segments.cover(segment);
    }

    void hold() {
        holders.incrementAndGet();
    }

    void release() {
        if (holders.decrementAndGet() == 0) {
            segments.close();
        }
    }

    void add(byte[] storedKey, Change change) {
        Moment at = change.at();
        byte[] payload = RowCodec.encode(change);
        if (rows.add(new Row(storedKey, at.revision(), at.ordinal(), at.stamp(), payload))) {
            bytes.addAndGet((long) storedKey.length + payload.length + ROW_OVERHEAD_BYTES);
            count.incrementAndGet();
        }
    }

    /// The newest change of the key at or before the revision.
    Optional<Change> find(byte[] storedKey, long revision) {
        Row row = rows.ceiling(Row.probe(storedKey, revision));
        return row != null && Arrays.equals(row.key(), storedKey) ? Optional.of(row.change()) : Optional.empty();
    }

    MemtableCursor cursor() {
        return new MemtableCursor(rows);
    }

    /// Estimated bytes on the heap.
    long bytes() {
        return bytes.get();
    }

    /// About how many bytes the rows take in a table.
    long tableBytes() {
        return bytes.get() - count.get() * (ROW_OVERHEAD_BYTES - TABLE_ROW_OVERHEAD_BYTES);
    }

    long count() {
        return count.get();
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /// A memtable that takes no more rows.
    ///
    /// @param applied how far the store had come when it was sealed
    record Sealed(Memtable rows, Applied applied) {}

    /// How far the rows in tables reach: what recovery need not replay. Immutable.
    ///
    /// @param position every frame before it has been applied
    /// @param index of the last entry applied
    /// @param revision of the last change
    /// @param commitTime milliseconds, of the last entry with a transaction
    /// @param keys how many keys exist
    /// @param horizon the oldest revision that can be read; 0 when none has been trimmed
    record Applied(Position position, long index, long revision, long commitTime, long keys, long horizon) {}
}
