package dev.longboat.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.UUID;

/// The names and the fixed bytes of a journal's files, for those who copy or examine them.
/// Immutable; holds no state.
public final class JournalFiles {
    /// Where they lie, below the root.
    public static final String DIRECTORY = SegmentHeader.DIRECTORY;

    /// Where the first frame of a segment stands.
    public static final int FIRST_FRAME_OFFSET = SegmentHeader.BYTES;

    private JournalFiles() {}

    /// The name of a segment's file, below the root.
    public static String nameOf(int segment) {
        return SegmentHeader.fileName(segment);
    }

    /// The segment whose file has a name in [#DIRECTORY]; empty when it is none.
    public static OptionalInt idOf(String name) {
        return SegmentHeader.idOf(name);
    }

    /// The whole file of a segment without frames.
    ///
    /// @param segmentBytes the size at which it is full
    public static ByteBuffer emptySegment(UUID store, ChainedSegment segment, int segmentBytes) {
        ByteBuffer block = ByteBuffer.allocate(SegmentHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        new SegmentHeader(store, segment.id(), segment.generation(), segmentBytes).encode(block);
        return block;
    }
}
