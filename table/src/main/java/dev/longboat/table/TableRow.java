package dev.longboat.table;

import java.nio.ByteBuffer;

/// What [Table#find] found; the key is the one asked for. Immutable.
///
/// @param payload a read-only little-endian copy of the row's payload
public record TableRow(long revision, long ordinal, long stamp, ByteBuffer payload) {}
