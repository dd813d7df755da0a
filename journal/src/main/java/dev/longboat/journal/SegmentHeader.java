package dev.longboat.journal;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.ForeignFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;

/// The first block of a segment's file, and the file's name. Little-endian, but for the store's id.
/// Immutable.
///
///      0           8         12        16                 32        36        40        44
///     +-----------+---------+---------+------------------+---------+---------+---------+------+
///     | LBJOURNL  | format  | header  | store id         | segment | genera- | segment | zero |
///     |           | version | bytes   | (big-endian)     | id      | tion    | bytes   |      |
///     +-----------+---------+---------+------------------+---------+---------+---------+------+
///     ... zeros to 4092, then the CRC32C of the 4092 bytes before
///
/// Written once, durable before the segment is chained, never changed.
///
/// @param store whose segment it is
/// @param segment its id
/// @param generation how often the file has been used, from 1
/// @param segmentBytes the size at which it is full
record SegmentHeader(UUID store, int segment, int generation, int segmentBytes) {
    static final int BYTES = Disk.BLOCK_BYTES;
    static final int FORMAT_VERSION = 1;
    static final String DIRECTORY = "journal";

    private static final long MAGIC = 0x4c_4e_52_55_4f_4a_42_4cL; // "LBJOURNL", read little-endian
    private static final int VERSION_OFFSET = 8;
    private static final int HEADER_BYTES_OFFSET = 12;
    private static final int STORE_OFFSET = 16;
    private static final int SEGMENT_OFFSET = 32;
    private static final int GENERATION_OFFSET = 36;
    private static final int SEGMENT_BYTES_OFFSET = 40;
    private static final int CRC_OFFSET = BYTES - Integer.BYTES;

    private static final String SUFFIX = ".seg";
    private static final int NAME_DIGITS = 8;
    private static final Pattern NAME = Pattern.compile("\\d{8,10}\\" + SUFFIX);

    /// The name of the file of segment `id`.
    static String fileName(int id) {
        String digits = Integer.toString(id);
        return DIRECTORY + "/" + "0".repeat(Math.max(0, NAME_DIGITS - digits.length())) + digits + SUFFIX;
    }

    /// The id of the segment whose file has the name `name` in [#DIRECTORY]; empty when it is none.
    static OptionalInt idOf(String name) {
        if (!NAME.matcher(name).matches()) {
            return OptionalInt.empty();
        }
        long id = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
        return id > 0 && id <= Integer.MAX_VALUE && fileName((int) id).endsWith("/" + name)
                ? OptionalInt.of((int) id)
                : OptionalInt.empty();
    }

    /// Fills the block at the beginning of `target`.
    void encode(ByteBuffer target) {
        for (int i = 0; i < BYTES; i += Long.BYTES) {
            target.putLong(i, 0);
        }
        target.putLong(0, MAGIC)
                .putInt(VERSION_OFFSET, FORMAT_VERSION)
                .putInt(HEADER_BYTES_OFFSET, BYTES)
                .putLong(STORE_OFFSET, Long.reverseBytes(store.getMostSignificantBits()))
                .putLong(STORE_OFFSET + Long.BYTES, Long.reverseBytes(store.getLeastSignificantBits()))
                .putInt(SEGMENT_OFFSET, segment)
                .putInt(GENERATION_OFFSET, generation)
                .putInt(SEGMENT_BYTES_OFFSET, segmentBytes);
        target.putInt(CRC_OFFSET, Checksum.of(target, 0, CRC_OFFSET));
    }

    /// Whether `file` begins with a header that sums up.
    static boolean isWhole(DiskFile file) throws IOException {
        if (file.size() < BYTES) {
            return false;
        }
        return isWhole(block(file));
    }

    private static boolean isWhole(ByteBuffer block) {
        return block.getLong(0) == MAGIC && Checksum.of(block, 0, CRC_OFFSET) == block.getInt(CRC_OFFSET);
    }

    /// Reads the header of `file`, whosever it is.
    ///
    /// @throws DamagedFileException when it is not whole
    /// @throws ForeignFormatException when this build does not read its version
    static SegmentHeader read(DiskFile file) throws IOException {
        long bytes = file.size();
        ByteBuffer block = bytes < BYTES ? ByteBuffer.allocate(BYTES) : block(file);
        if (!isWhole(block)) {
            throw new DamagedFileException(
                    file.name(), 0, "no whole segment header in the first " + Math.min(BYTES, bytes) + " bytes");
        }
        int version = block.getInt(VERSION_OFFSET);
        if (version != FORMAT_VERSION) {
            throw new ForeignFormatException(file.name() + " has journal format " + version + ", this build reads "
                    + FORMAT_VERSION + "; open the store with the build that wrote it");
        }
        return new SegmentHeader(
                new UUID(
                        Long.reverseBytes(block.getLong(STORE_OFFSET)),
                        Long.reverseBytes(block.getLong(STORE_OFFSET + Long.BYTES))),
                block.getInt(SEGMENT_OFFSET),
                block.getInt(GENERATION_OFFSET),
                block.getInt(SEGMENT_BYTES_OFFSET));
    }

    private static ByteBuffer block(DiskFile file) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        file.readFully(block, 0);
        return block;
    }

    /// Reads the header of `file` and holds it against what is known of the segment.
    ///
    /// @throws ForeignFormatException also when the file belongs to another store
    static SegmentHeader read(DiskFile file, UUID store, int segment) throws IOException {
        SegmentHeader header = read(file);
        if (!header.store().equals(store)) {
            throw new ForeignFormatException(file.name() + " belongs to store " + header.store() + ", not to " + store
                    + "; put back the file that belongs here");
        }
        if (header.segment() != segment) {
            throw new DamagedFileException(file.name(), 0, "is segment " + header.segment() + ", not " + segment);
        }
        return header;
    }
}
