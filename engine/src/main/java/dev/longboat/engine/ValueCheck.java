package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.journal.Pointer;
import dev.longboat.table.RowCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Predicate;

/// Follows the pointers of rows to the bytes of their values, past every cache. Confined to one
/// thread.
final class ValueCheck {
    private final Source source;
    private final Predicate<Pointer> concerned;
    private ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    private long values;
    private long bytes;

    /// Where values lie.
    @FunctionalInterface
    interface Source {
        /// Fills the target with what a pointer points at.
        ///
        /// @throws DamagedFileException when the bytes are not those
        void read(Pointer pointer, ByteBuffer target) throws IOException;
    }

    /// Takes the rows whose values are damaged.
    @FunctionalInterface
    interface Damage {
        /// Takes one.
        void of(byte[] storedKey, long revision, DamagedFileException damage);
    }

    /// @param concerned which pointers are followed
    ValueCheck(Source source, Predicate<Pointer> concerned) {
        this.source = source;
        this.concerned = concerned;
    }

    /// Values that were read, those in rows not counted.
    long values() {
        return values;
    }

    /// Bytes of these values.
    long bytes() {
        return bytes;
    }

    /// Reads the value of every row.
    ///
    /// @param rows not positioned
    void check(RowCursor rows, Damage damage) throws IOException {
        for (rows.seekFirst(); rows.valid(); rows.next()) {
            if (RowCodec.decode(rows.revision(), rows.ordinal(), rows.stamp(), rows.payload())
                    instanceof Change.Put put) {
                try {
                    check(put.value());
                } catch (DamagedFileException e) {
                    damage.of(rows.key().clone(), rows.revision(), e);
                }
            }
        }
    }

    private void check(Stored value) throws IOException {
        switch (value) {
            case Stored.Inline _, Stored.Uploaded _ -> {}
            case Stored.Framed(Pointer pointer) -> {
                if (concerned.test(pointer)) {
                    read(pointer);
                    values++;
                }
            }
            case Stored.Scattered scattered -> check(scattered);
            case Stored.Compressed compressed -> check(compressed.bytes());
        }
    }

    private void check(Stored.Scattered scattered) throws IOException {
        Pointer map = scattered.map();
        read(map);
        values++;
        try {
            ByteBuffer pieces = buffer.slice(0, map.length()).order(ByteOrder.LITTLE_ENDIAN);
            for (Piece piece : ExtentMap.decode(pieces, scattered.length(), scattered.compressed())) {
                if (concerned.test(piece.pointer())) {
                    read(piece.pointer());
                }
            }
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(
                    "journal segment " + map.segment(), map.offset(), "the map of a large value: " + e.getMessage());
        }
    }

    private void read(Pointer pointer) throws IOException {
        if (buffer.capacity() < pointer.length()) {
            buffer = ByteBuffer.allocate(Math.max(pointer.length(), 2 * buffer.capacity()));
        }
        source.read(pointer, buffer.clear().limit(pointer.length()));
        bytes += pointer.length();
    }
}
