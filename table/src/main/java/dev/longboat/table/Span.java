package dev.longboat.table;

/// A pointer to a section of a table: where it is, how long, and what it must add up to. The
/// checksum stands here and not beside the bytes, so that a section that was never written, or
/// was written elsewhere, cannot vouch for itself (T3). Immutable.
///
/// @param crc32c as [TableIdentity#checksum] computes it
record Span(long offset, int length, int crc32c) {
    /// Whether it points to a section; an absent one has zeros for a span.
    boolean isPresent() {
        return offset != 0 || length != 0 || crc32c != 0;
    }

    long end() {
        return offset + length;
    }
}
