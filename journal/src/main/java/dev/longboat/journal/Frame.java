package dev.longboat.journal;

import dev.longboat.disk.AlignedBuffers;

/// All that the head of a frame says. Immutable.
///
/// @param head what its writer said
/// @param segment the id of the segment it was written to
/// @param generation of the segment
/// @param offset of the head in the file
/// @param payloadBytes how long the payload behind the head is
/// @param payloadCrc32c what the payload must sum to
/// @param batch the number of its batch, rising along a segment
/// @param first whether the batch begins with it
/// @param last whether the batch ends with it
/// @param mark everything before it was synced when the frame was written
record Frame(
        FrameHead head,
        int segment,
        int generation,
        int offset,
        int payloadBytes,
        int payloadCrc32c,
        int batch,
        boolean first,
        boolean last,
        Position mark)
        implements Found {

    int payloadOffset() {
        return offset + FrameLayout.HEAD_BYTES;
    }

    Position payloadAt() {
        return new Position(segment, payloadOffset());
    }

    /// Where the next frame begins, if there is one.
    int nextOffset() {
        int end = payloadOffset() + payloadBytes;
        return last ? (int) AlignedBuffers.roundUp(end) : FrameLayout.align(end);
    }
}
