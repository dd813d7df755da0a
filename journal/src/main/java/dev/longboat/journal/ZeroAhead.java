package dev.longboat.journal;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Writes zeros ahead of small batches, through the same durable channel: writing over written
/// blocks syncs twice as fast as growing a file. Streams of large batches would only be slowed.
/// Confined to the writer's thread.
///
/// Lifetime: borrows its memory.
final class ZeroAhead {
    private static final int SMALL_BATCH_BYTES = 64 << 10;
    private static final int AVERAGE_SHIFT = 3;

    private final int aheadBytes;
    private final ByteBuffer zeros;

    /// Weighted to the latest eight or so; begins high, so that a store that is opened and closed
    /// pays nothing.
    private int averageBatchBytes = 2 * SMALL_BATCH_BYTES;

    private int zeroedTo;
    private boolean full;
    private boolean wanted = true;
    private long zeroedBytes;

    /// @param zeros blocks of zeros, written as often as needed
    ZeroAhead(int aheadBytes, ByteBuffer zeros) {
        this.aheadBytes = aheadBytes;
        this.zeros = zeros;
    }

    /// Begins with a new segment.
    void restart() {
        zeroedTo = 0;
        full = false;
    }

    /// Whether zeros are to be written from now on.
    void wanted(boolean yes) {
        wanted = yes;
    }

    long zeroedBytes() {
        return zeroedBytes;
    }

    /// Called before a batch of `batchBytes` is written at `offset`. A full disk is left alone: the
    /// zeros that were written do no harm.
    void before(DiskFile file, int offset, int batchBytes, int segmentBytes) throws IOException {
        averageBatchBytes += (batchBytes - averageBatchBytes) >> AVERAGE_SHIFT;
        if (full || !wanted || averageBatchBytes >= SMALL_BATCH_BYTES || offset + batchBytes <= zeroedTo) {
            return;
        }
        int end = Math.min(offset + aheadBytes, segmentBytes) & -Disk.BLOCK_BYTES;
        int at = Math.max(offset, zeroedTo);
        try {
            while (at < end) {
                int bytes = Math.min(zeros.capacity(), end - at);
                file.writeFully(zeros.duplicate().position(0).limit(bytes), at);
                at += bytes;
                zeroedBytes += bytes;
            }
        } catch (DiskFullException e) {
            full = true;
        }
        zeroedTo = at;
    }
}
