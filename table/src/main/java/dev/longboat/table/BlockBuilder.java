package dev.longboat.table;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Builds one block after another from rows in order. Confined to the writer's thread.
///
///     +-----+-----+-- ... --+-----------+-- ... --+-----------+-----------+
///     | row | row |         | restart 0 |         | restart n | count u32 |
///     +-----+-----+-- ... --+-----------+-- ... --+-----------+-----------+
///
///     row: shared | unshared | key bytes | revision | ordinal | stamp | payload bytes | payload
///
/// All numbers of a row are [Varint]s; a key begins with `shared` bytes of the key before it. A
/// restart is the offset (u32) of a row that shares nothing.
final class BlockBuilder {
    private static final int ROW_OVERHEAD_MAX = 6 * Varint.BYTES_MAX;

    private final int restartRows;
    private byte[] bytes = new byte[8192];
    private int length;
    private int[] restarts = new int[64];
    private int restartCount;
    private int rows;
    private byte[] lastKey = new byte[64];
    private int lastKeyBytes;

    BlockBuilder(int restartRows) {
        this.restartRows = restartRows;
    }

    boolean isEmpty() {
        return rows == 0;
    }

    /// How long the block would be if it ended here.
    int bytes() {
        return length + Integer.BYTES * (restartCount + 1);
    }

    /// At most how long the block would be with one more row.
    long bytesWith(byte[] key, int payloadBytes) {
        boolean restart = rows % restartRows == 0;
        int shared = restart ? 0 : sharedWith(key);
        return (long) bytes() + (restart ? Integer.BYTES : 0) + ROW_OVERHEAD_MAX + key.length - shared + payloadBytes;
    }

    void add(byte[] key, long revision, long ordinal, long stamp, ByteBuffer payload) {
        int shared = 0;
        if (rows % restartRows == 0) {
            addRestart();
        } else {
            shared = sharedWith(key);
        }
        int payloadBytes = payload.remaining();
        reserve((long) ROW_OVERHEAD_MAX + key.length - shared + payloadBytes);
        int at = Varint.put(bytes, length, shared);
        at = Varint.put(bytes, at, key.length - shared);
        System.arraycopy(key, shared, bytes, at, key.length - shared);
        at = Varint.put(bytes, at + key.length - shared, revision);
        at = Varint.put(bytes, at, ordinal);
        at = Varint.put(bytes, at, stamp);
        at = Varint.put(bytes, at, payloadBytes);
        payload.get(payload.position(), bytes, at, payloadBytes);
        length = at + payloadBytes;
        rows++;
        remember(key, shared);
    }

    /// Completes the block; [#array] holds it until [#reset].
    ///
    /// @return its length
    int finish() {
        reserve((long) Integer.BYTES * (restartCount + 1));
        for (int i = 0; i < restartCount; i++) {
            putInt(restarts[i]);
        }
        putInt(restartCount);
        return length;
    }

    byte[] array() {
        return bytes;
    }

    void reset() {
        length = 0;
        restartCount = 0;
        rows = 0;
        lastKeyBytes = 0;
    }

    private int sharedWith(byte[] key) {
        int mismatch = Arrays.mismatch(lastKey, 0, lastKeyBytes, key, 0, key.length);
        return mismatch < 0 ? lastKeyBytes : mismatch;
    }

    private void remember(byte[] key, int shared) {
        if (lastKey.length < key.length) {
            lastKey = Arrays.copyOf(lastKey, Math.max(key.length, 2 * lastKey.length));
        }
        System.arraycopy(key, shared, lastKey, shared, key.length - shared);
        lastKeyBytes = key.length;
    }

    private void addRestart() {
        if (restartCount == restarts.length) {
            restarts = Arrays.copyOf(restarts, 2 * restartCount);
        }
        restarts[restartCount++] = length;
    }

    private void putInt(int value) {
        Layouts.INT.set(bytes, length, value);
        length += Integer.BYTES;
    }

    private void reserve(long more) {
        long needed = length + more;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(needed, Math.min(2L * bytes.length, 1 << 30))));
        }
    }
}
