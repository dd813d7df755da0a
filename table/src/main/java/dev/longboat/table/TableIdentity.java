package dev.longboat.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Which table of which store a file is, and the checksums that depend on it (T4). Immutable.
record TableIdentity(String file, UUID store, long tableId) {
    private static final int PREFIX_BYTES = 32;

    /// CRC32C of the store's id, the table's id and the offset, each as little-endian longs, then
    /// of `length` bytes.
    int checksum(long offset, byte[] bytes, int length) {
        ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        prefix.putLong(store.getMostSignificantBits())
                .putLong(store.getLeastSignificantBits())
                .putLong(tableId)
                .putLong(offset);
        CRC32C crc = new CRC32C();
        crc.update(prefix.array(), 0, PREFIX_BYTES);
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
