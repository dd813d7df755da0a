package dev.longboat.table;

import java.util.UUID;
import java.util.zip.CRC32C;

/// Which table of which store a file is, and the checksums that depend on it (T4). Immutable.
record TableIdentity(String file, UUID store, long tableId) {
    private static final int PREFIX_BYTES = 32;

    /// CRC32C of the store's id (16 bytes as a UUID is printed), the table's id and the offset
    /// (each a little-endian long), then of `length` bytes.
    int checksum(long offset, byte[] bytes, int length) {
        byte[] prefix = new byte[PREFIX_BYTES];
        Layouts.putUuid(prefix, 0, store);
        Layouts.LONG.set(prefix, 2 * Long.BYTES, tableId);
        Layouts.LONG.set(prefix, 3 * Long.BYTES, offset);
        CRC32C crc = new CRC32C();
        crc.update(prefix, 0, PREFIX_BYTES);
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
