package dev.longboat.journal;

/// The head of a frame. Little-endian; the payload follows it. Immutable; holds no memory.
///
///      0        4        8        12   13   14   16       20       24       28       32
///     +--------+--------+--------+----+----+----+--------+--------+--------+--------+
///     | head   | payload| payload|type|flag| 0  | segment| genera-| offset | group  |
///     | crc32c | bytes  | crc32c |    |    |    | id     | tion   |        |        |
///     +--------+--------+--------+----+----+----+--------+--------+--------+--------+
///     | term            | index           | durable mark    | batch  | 0      |
///     +-----------------+-----------------+-----------------+--------+--------+
///      32                40                48                56       60       64
///
/// The head has its own checksum, so its mark counts even when the payload is torn; a frame of
/// zeros is never valid, for no type is 0.
final class FrameLayout {
    static final int HEAD_CRC_OFFSET = 0;
    static final int PAYLOAD_BYTES_OFFSET = 4;
    static final int PAYLOAD_CRC_OFFSET = 8;
    static final int TYPE_OFFSET = 12;
    static final int FLAGS_OFFSET = 13;
    static final int ZERO_SHORT_OFFSET = 14;
    static final int SEGMENT_OFFSET = 16;
    static final int GENERATION_OFFSET = 20;
    static final int OWN_OFFSET_OFFSET = 24;
    static final int GROUP_OFFSET = 28;
    static final int TERM_OFFSET = 32;
    static final int INDEX_OFFSET = 40;
    static final int DURABLE_MARK_OFFSET = 48;
    static final int BATCH_OFFSET = 56;
    static final int ZERO_INT_OFFSET = 60;
    static final int HEAD_BYTES = 64;

    /// The first frame of its batch; stands at the beginning of a block.
    static final int FLAG_FIRST = 1;

    /// The last frame of its batch; the next one begins with the next block.
    static final int FLAG_LAST = 2;

    /// Frames of one batch begin at multiples of this.
    static final int ALIGNMENT_BYTES = 8;

    private FrameLayout() {}

    /// The least multiple of [#ALIGNMENT_BYTES] that is at least `offset`.
    static int align(int offset) {
        return offset + ALIGNMENT_BYTES - 1 & -ALIGNMENT_BYTES;
    }
}
