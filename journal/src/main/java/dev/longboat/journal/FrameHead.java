package dev.longboat.journal;

/// What the writer of a frame says of it. Immutable.
///
/// @param type what the frame carries
/// @param group whose frame it is; a store alone is group 0
/// @param term in which a leader proposed it; 0 when there are none
/// @param index of an entry in its group, from 1; 0 for what is outside the order
public record FrameHead(FrameType type, int group, long term, long index) {
    static final FrameHead MARK = new FrameHead(FrameType.MARK, 0, 0, 0);

    public FrameHead {
        if (group < 0 || term < 0 || index < 0) {
            throw new IllegalArgumentException("negative group " + group + ", term " + term + " or index " + index);
        }
    }
}
