package dev.longboat.disk;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Makes buffers fit for [WriteMode#DURABLE] writes: in native memory, starting on a block.
/// Immutable; holds no memory.
public final class AlignedBuffers {
    private AlignedBuffers() {}

    /// A zeroed little-endian buffer of `bytes`, a multiple of [Disk#BLOCK_BYTES], that lives as
    /// long as `arena`.
    public static ByteBuffer allocate(Arena arena, int bytes) {
        if (bytes <= 0 || bytes % Disk.BLOCK_BYTES != 0) {
            throw new IllegalArgumentException("not a positive multiple of " + Disk.BLOCK_BYTES + ": " + bytes);
        }
        return arena.allocate(bytes, Disk.BLOCK_BYTES).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// The least multiple of [Disk#BLOCK_BYTES] that is at least `bytes`.
    public static long roundUp(long bytes) {
        return (bytes + Disk.BLOCK_BYTES - 1) & -Disk.BLOCK_BYTES;
    }
}
