package dev.longboat.journal;

/// A segment that belongs to the journal. Immutable.
///
/// @param id its number, which names its file
/// @param generation how often the file has been used, from 1
/// @param end the byte where its accepted frames end, or [#OPEN]
public record ChainedSegment(int id, int generation, int end) {
    /// The end of the last segment, to which frames are being added.
    public static final int OPEN = 0;

    public ChainedSegment {
        if (id <= 0 || generation <= 0 || (end != OPEN && end < SegmentHeader.BYTES)) {
            throw new IllegalArgumentException("no such segment: " + id + "." + generation + " ends at " + end);
        }
    }

    /// Whether frames are still being added.
    public boolean isOpen() {
        return end == OPEN;
    }
}
