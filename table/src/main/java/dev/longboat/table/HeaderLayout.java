package dev.longboat.table;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.ForeignFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The first bytes of a table. Little-endian. Every version will begin so.
///
///      0        8         12         16         32         40     60       64
///     +--------+---------+----------+----------+----------+------+--------+
///     | magic  | version | features | store id | table id | zero | crc32c |
///     +--------+---------+----------+----------+----------+------+--------+
///
/// Features are bits that a reader must know to read the file right; version 1 has none.
/// The footer begins in the same way, with a magic of its own. Immutable; holds nothing.
final class HeaderLayout {
    static final int VERSION = 1;
    static final int VERSION_OFFSET = 8;
    static final int FEATURES_OFFSET = 12;
    static final int STORE_OFFSET = 16;
    static final int TABLE_ID_OFFSET = 32;
    static final int CRC_OFFSET = 60;
    static final int BYTES = 64;

    private static final byte[] MAGIC = "LBTABLE1".getBytes(StandardCharsets.US_ASCII);

    private HeaderLayout() {}

    static byte[] encode(TableIdentity identity) {
        byte[] header = new byte[BYTES];
        putIdentity(header, MAGIC, identity);
        Layouts.INT.set(header, CRC_OFFSET, crc32c(header, CRC_OFFSET));
        return header;
    }

    /// Refuses a file that is not the table it should be.
    static void check(byte[] header, TableIdentity wanted) throws DamagedFileException, ForeignFormatException {
        boolean whole = Layouts.intAt(header, CRC_OFFSET) == crc32c(header, CRC_OFFSET);
        if (!whole && startsWith(header, MAGIC)) {
            throw new DamagedFileException(wanted.file(), 0, "the header's checksum does not hold");
        }
        if (!whole || !startsWith(header, MAGIC)) {
            throw new ForeignFormatException(wanted.file() + ": not a table of Longboat (it begins otherwise)");
        }
        checkIdentity(header, 0, wanted);
    }

    static void putIdentity(byte[] bytes, byte[] magic, TableIdentity identity) {
        System.arraycopy(magic, 0, bytes, 0, magic.length);
        Layouts.INT.set(bytes, VERSION_OFFSET, VERSION);
        Layouts.putUuid(bytes, STORE_OFFSET, identity.store());
        Layouts.LONG.set(bytes, TABLE_ID_OFFSET, identity.tableId());
    }

    /// Refuses bytes whose checksum holds but which say that they are another table's.
    static void checkIdentity(byte[] bytes, long offset, TableIdentity wanted)
            throws DamagedFileException, ForeignFormatException {
        int version = Layouts.intAt(bytes, VERSION_OFFSET);
        if (version != VERSION) {
            throw new ForeignFormatException(wanted.file() + ": a table of format version "
                    + Integer.toUnsignedString(version) + "; this build reads version " + VERSION
                    + ": open it with the build that wrote it");
        }
        int features = Layouts.intAt(bytes, FEATURES_OFFSET);
        if (features != 0) {
            throw new ForeignFormatException(wanted.file() + ": needs features " + Integer.toBinaryString(features)
                    + " (bits), of which this build knows none: open it with a newer one");
        }
        UUID store = Layouts.uuidAt(bytes, STORE_OFFSET);
        if (!store.equals(wanted.store())) {
            throw new ForeignFormatException(wanted.file() + ": a table of store " + store + ", not of store "
                    + wanted.store() + ": put the file back where it came from");
        }
        long tableId = Layouts.longAt(bytes, TABLE_ID_OFFSET);
        if (tableId != wanted.tableId()) {
            throw new DamagedFileException(
                    wanted.file(), offset, "is table " + tableId + " and should be table " + wanted.tableId());
        }
    }

    static boolean startsWith(byte[] bytes, byte[] magic) {
        return Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }

    static int crc32c(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
