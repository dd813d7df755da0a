package dev.longboat.journal;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.Disk;

/// How a journal is laid out. What is on disk already is read whatever the options. Immutable.
///
/// @param segmentBytes the size at which a segment is full, unless smaller ones are wanted
/// @param frameBytesMax the largest payload; also how much is gathered for one write at most
/// @param zeroAheadBytes how far to write zeros ahead of small batches, since writing over written
///     blocks syncs twice as fast as growing a file; 0 for never
/// @param readHandlesMax how many segments stay open for reading
public record JournalOptions(int segmentBytes, int frameBytesMax, int zeroAheadBytes, int readHandlesMax) {
    private static final int SEGMENT_BYTES_MIN = 64 << 10;
    private static final int SEGMENT_BYTES_MAX = 1 << 30;

    public JournalOptions {
        checkRange("segmentBytes", segmentBytes, SEGMENT_BYTES_MIN, SEGMENT_BYTES_MAX);
        checkRange("frameBytesMax", frameBytesMax, 1, segmentBytes);
        checkRange("zeroAheadBytes", zeroAheadBytes, 0, segmentBytes);
        checkRange("readHandlesMax", readHandlesMax, 1, 1 << 16);
        if (segmentBytes % Disk.BLOCK_BYTES != 0 || zeroAheadBytes % Disk.BLOCK_BYTES != 0) {
            throw new IllegalArgumentException("segmentBytes " + segmentBytes + " and zeroAheadBytes " + zeroAheadBytes
                    + " must be multiples of " + Disk.BLOCK_BYTES);
        }
        if (segmentBytesLeast(frameBytesMax) > segmentBytes) {
            throw new IllegalArgumentException("a frame of frameBytesMax " + frameBytesMax + " needs a segment of "
                    + segmentBytesLeast(frameBytesMax) + " bytes, segmentBytes is " + segmentBytes);
        }
    }

    /// Segments of 128 MiB, frames up to 8 MiB, zeros 4 MiB ahead, 256 segments open for reading.
    public static JournalOptions defaults() {
        return new JournalOptions(128 << 20, 8 << 20, 4 << 20, 256);
    }

    public JournalOptions withSegmentBytes(int bytes) {
        return new JournalOptions(bytes, frameBytesMax, zeroAheadBytes, readHandlesMax);
    }

    public JournalOptions withFrameBytesMax(int bytes) {
        return new JournalOptions(segmentBytes, bytes, zeroAheadBytes, readHandlesMax);
    }

    public JournalOptions withZeroAheadBytes(int bytes) {
        return new JournalOptions(segmentBytes, frameBytesMax, bytes, readHandlesMax);
    }

    /// The smallest segment that takes any frame.
    long segmentBytesLeast() {
        return segmentBytesLeast(frameBytesMax);
    }

    private static long segmentBytesLeast(int frameBytes) {
        return SegmentHeader.BYTES + batchBytes(frameBytes) + Disk.BLOCK_BYTES;
    }

    /// Bytes of a batch that holds one frame with a payload of `payloadBytes`.
    static long batchBytes(long payloadBytes) {
        return AlignedBuffers.roundUp(FrameLayout.HEAD_BYTES + payloadBytes);
    }

    private static void checkRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", not in " + min + ".." + max);
        }
    }
}
