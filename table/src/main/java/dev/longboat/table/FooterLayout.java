package dev.longboat.table;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.ForeignFormatException;
import java.nio.charset.StandardCharsets;

/// The last block of a table: it proves itself, and points to what proves the rest. Little-endian.
///
///       0        8         12         16         32         40           48
///      +--------+---------+----------+----------+----------+------------+
///      | magic  | version | features | store id | table id | file bytes |
///      +--------+---------+----------+----------+----------+------------+
///       48       56             64             72           88           104          120
///      +--------+--------------+--------------+------------+------------+------------+
///      | rows   | revision min | revision max | root       | facts      | range      |
///      |        |              |              |            |            | tombstones |
///      +--------+--------------+--------------+------------+------------+------------+
///       120          4092     4096
///      +--- ... ---+----------+
///      | zeros     | crc32c   |
///      +--- ... ---+----------+
///
/// Root, facts and range tombstones are spans as in [IndexLayout]. Version 1 knows no range
/// tombstones: their span is all zeros, and a reader refuses any other. Immutable; holds nothing.
final class FooterLayout {
    static final int FILE_BYTES_OFFSET = 40;
    static final int ROWS_OFFSET = 48;
    static final int REVISION_MIN_OFFSET = 56;
    static final int REVISION_MAX_OFFSET = 64;
    static final int ROOT_OFFSET = 72;
    static final int FACTS_OFFSET = 88;
    static final int RANGE_TOMBSTONES_OFFSET = 104;
    static final int CRC_OFFSET = 4092;
    static final int BYTES = Disk.BLOCK_BYTES;

    private static final byte[] MAGIC = "LBTABEND".getBytes(StandardCharsets.US_ASCII);

    private FooterLayout() {}

    static byte[] encode(TableIdentity identity, Footer footer) {
        byte[] bytes = new byte[BYTES];
        HeaderLayout.putIdentity(bytes, MAGIC, identity);
        Layouts.LONG.set(bytes, FILE_BYTES_OFFSET, footer.fileBytes());
        Layouts.LONG.set(bytes, ROWS_OFFSET, footer.rows());
        Layouts.LONG.set(bytes, REVISION_MIN_OFFSET, footer.revisionMin());
        Layouts.LONG.set(bytes, REVISION_MAX_OFFSET, footer.revisionMax());
        IndexLayout.putSpan(bytes, ROOT_OFFSET, footer.root());
        IndexLayout.putSpan(bytes, FACTS_OFFSET, footer.facts());
        Layouts.INT.set(bytes, CRC_OFFSET, HeaderLayout.crc32c(bytes, CRC_OFFSET));
        return bytes;
    }

    static int crc32c(byte[] footer) {
        return Layouts.intAt(footer, CRC_OFFSET);
    }

    /// The footer of the file of `fileBytes` whose last block this is.
    static Footer decode(byte[] bytes, long fileBytes, TableIdentity wanted)
            throws DamagedFileException, ForeignFormatException {
        long offset = fileBytes - BYTES;
        if (!HeaderLayout.startsWith(bytes, MAGIC) || crc32c(bytes) != HeaderLayout.crc32c(bytes, CRC_OFFSET)) {
            throw new DamagedFileException(
                    wanted.file(), offset, "no footer that holds: the file is damaged or was cut");
        }
        HeaderLayout.checkIdentity(bytes, offset, wanted);
        if (Layouts.longAt(bytes, FILE_BYTES_OFFSET) != fileBytes) {
            throw new DamagedFileException(
                    wanted.file(),
                    offset,
                    "the file has " + fileBytes + " bytes and the footer says "
                            + Layouts.longAt(bytes, FILE_BYTES_OFFSET));
        }
        if (IndexLayout.spanAt(bytes, RANGE_TOMBSTONES_OFFSET).isPresent()) {
            throw new ForeignFormatException(wanted.file()
                    + ": holds range tombstones, which this build does not know: open it with a newer one");
        }
        return new Footer(
                fileBytes,
                Layouts.longAt(bytes, ROWS_OFFSET),
                Layouts.longAt(bytes, REVISION_MIN_OFFSET),
                Layouts.longAt(bytes, REVISION_MAX_OFFSET),
                IndexLayout.spanAt(bytes, ROOT_OFFSET),
                IndexLayout.spanAt(bytes, FACTS_OFFSET));
    }
}
