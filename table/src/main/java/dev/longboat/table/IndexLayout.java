package dev.longboat.table;

/// The payload of an index row: spans, one after another. Little-endian.
///
///      0             8          12         16
///     +-------------+----------+----------+
///     | offset      | length   | crc32c   |
///     +-------------+----------+----------+
///
/// The index is made of blocks like those of rows. A row of an index partition has the key and
/// clocks of the *last* row of the block that its one span points to; a row of the root has those
/// of the last row of the partition that its two spans, filter and index, point to. So the first
/// index row that is not before a target leads to the only block that can hold it (T7); with first
/// rows as separators a key's newest row, asked for without its revision, would be looked for in
/// the block before. Immutable; holds nothing.
final class IndexLayout {
    static final int LENGTH_OFFSET = 8;
    static final int CRC_OFFSET = 12;
    static final int SPAN_BYTES = 16;

    /// In a root row, the span of the partition's filter.
    static final int FILTER = 0;

    /// In a root row, the span of the partition's index.
    static final int INDEX = 1;

    /// In a row of a partition, the span of the block.
    static final int BLOCK = 0;

    private IndexLayout() {}

    static Span spanAt(byte[] bytes, int at) {
        return new Span(
                Layouts.longAt(bytes, at),
                Layouts.intAt(bytes, at + LENGTH_OFFSET),
                Layouts.intAt(bytes, at + CRC_OFFSET));
    }

    static void putSpan(byte[] bytes, int at, Span span) {
        Layouts.LONG.set(bytes, at, span.offset());
        Layouts.INT.set(bytes, at + LENGTH_OFFSET, span.length());
        Layouts.INT.set(bytes, at + CRC_OFFSET, span.crc32c());
    }
}
