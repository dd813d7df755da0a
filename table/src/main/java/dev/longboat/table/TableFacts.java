package dev.longboat.table;

import dev.longboat.disk.DamagedFileException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is to be known of a table without reading its rows and has no fixed size. Little-endian.
///
///     +--------------+-----------+--------------+-----------+----------+-- ... --+
///     | first key    | first key | last key     | last key  | segments | segment |
///     | bytes u32    |           | bytes u32    |           | u32      | 0       |
///     +--------------+-----------+--------------+-----------+----------+-- ... --+
///
///     segment: number i32 | bytes referred to u64; numbers ascending
///
/// Immutable; the arrays are handed over.
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record TableFacts(byte[] firstKey, byte[] lastKey, SortedMap<Integer, Long> bytesPerSegment) {
    private static final int SEGMENT_BYTES = Integer.BYTES + Long.BYTES;

    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(
                        3 * Integer.BYTES + firstKey.length + lastKey.length + bytesPerSegment.size() * SEGMENT_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(firstKey.length).put(firstKey);
        bytes.putInt(lastKey.length).put(lastKey);
        bytes.putInt(bytesPerSegment.size());
        bytesPerSegment.forEach((segment, referred) -> bytes.putInt(segment).putLong(referred));
        return bytes.array();
    }

    static TableFacts decode(byte[] encoded, String file, long offset) throws DamagedFileException {
        ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        try {
            byte[] firstKey = key(bytes);
            byte[] lastKey = key(bytes);
            int count = bytes.getInt();
            if (count < 0 || bytes.remaining() != (long) count * SEGMENT_BYTES) {
                throw new DamagedFileException(
                        file, offset, "facts: " + count + " segments in " + bytes.remaining() + " bytes");
            }
            SortedMap<Integer, Long> segments = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                segments.put(bytes.getInt(), bytes.getLong());
            }
            return new TableFacts(firstKey, lastKey, segments);
        } catch (BufferUnderflowException cut) {
            DamagedFileException damaged = new DamagedFileException(file, offset, "facts: end too early");
            damaged.initCause(cut);
            throw damaged;
        }
    }

    private static byte[] key(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] key = new byte[length];
        bytes.get(key);
        return key;
    }
}
