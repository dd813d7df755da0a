package dev.longboat.table;

/// A pointer to a section of a table: where it is, how long, and what it must add up to. The
/// checksum stands here and not beside the bytes, so that a section that was never written, or
/// was written elsewhere, cannot vouch for itself (T3). Immutable.
///
/// @param crc32c as [TableIdentity#checksum] computes it
record Span(long offset, int length, int crc32c) {
    long end() {
        return offset + length;
    }
}
