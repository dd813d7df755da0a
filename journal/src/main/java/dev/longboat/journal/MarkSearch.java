package dev.longboat.journal;

import java.io.IOException;

/// Looks for verified heads behind the place where a scan stopped. Immutable.
///
/// A head is written only after everything before its mark was synced, so a mark is true wherever
/// the head lies: behind a hole, before a torn payload, or in what is left of a failed batch. Every
/// place where a frame may begin is looked at; three compared numbers rule out nearly all of them,
/// so that a look at the rest of a segment costs little more than reading it.
final class MarkSearch {
    private MarkSearch() {}

    /// The highest mark of a head of this segment at or behind `from`; [Position#START] when there
    /// is no head.
    static Position highest(FileWindow window, FrameCodec codec, int segment, int generation, int from)
            throws IOException {
        Position highest = Position.START;
        for (int offset = FrameLayout.align(from);
                window.load(offset, FrameLayout.HEAD_BYTES);
                offset += FrameLayout.ALIGNMENT_BYTES) {
            int at = window.at(offset);
            if (FrameCodec.resembles(window.bytes(), at, segment, generation, offset)
                    && codec.decode(window.bytes(), at, segment, generation, offset) instanceof Frame frame
                    && frame.mark().compareTo(highest) > 0) {
                highest = frame.mark();
            }
        }
        return highest;
    }
}
