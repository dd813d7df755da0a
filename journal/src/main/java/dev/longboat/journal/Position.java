package dev.longboat.journal;

/// A place in the journal: a byte of a segment. Ordered as the bytes were written. Immutable.
///
/// @param segment the segment's id; 0 only in [#START]
/// @param offset bytes from the beginning of the segment's file
public record Position(int segment, int offset) implements Comparable<Position> {
    /// Before the first byte of the first segment.
    public static final Position START = new Position(0, 0);

    public Position {
        if (segment < 0 || offset < 0) {
            throw new IllegalArgumentException("negative position " + segment + ":" + offset);
        }
    }

    /// The position as one number, ordered alike: the segment in the high half.
    public long packed() {
        return (long) segment << Integer.SIZE | Integer.toUnsignedLong(offset);
    }

    /// The position that [#packed] gave as `packed`.
    public static Position unpacked(long packed) {
        return new Position((int) (packed >>> Integer.SIZE), (int) packed);
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(packed(), other.packed());
    }

    @Override
    public String toString() {
        return segment + ":" + offset;
    }
}
