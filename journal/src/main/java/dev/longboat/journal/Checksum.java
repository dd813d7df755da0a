package dev.longboat.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// CRC32C of ranges of buffers. Immutable.
final class Checksum {
    private Checksum() {}

    /// The checksum of `length` bytes of `source` from `offset`; moves nothing.
    static int of(ByteBuffer source, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(source.slice(offset, length));
        return (int) crc.getValue();
    }
}
