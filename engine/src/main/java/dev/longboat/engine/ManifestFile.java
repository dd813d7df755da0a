package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.ForeignFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The bytes of a manifest file: a head, then records. Little-endian.
///
/// ```
///      0          8          12         16                 32         40         48
///     +----------+----------+----------+------------------+----------+----------+
/// head| LBMANIF\n| version  | crc32c   | store id         | number   | features |
///     +----------+----------+----------+------------------+----------+----------+
///
///      0          4          8                  16
///     +----------+----------+------------------+-- ... --+
///   record crc32c| bytes    | sequence         | payload |
///     +----------+----------+------------------+-- ... --+
/// ```
///
/// The head's checksum covers its other bytes; a record's covers what follows it, and is begun with
/// the file's number, so that a record of another manifest never verifies. Sequences run from 1
/// without a gap. The first record is a whole state.
///
/// A store without features has manifests of version 2, as builds wrote them that know none.
/// Immutable; holds no state.
final class ManifestFile {
    static final int VERSION = 3;
    static final int VERSION_WITHOUT_FEATURES = 2;
    static final int VERSION_MIN = 1;
    static final int HEAD_BYTES = 48;
    static final int RECORD_HEAD_BYTES = 16;

    /// No record is longer: what claims to be is damaged.
    static final int PAYLOAD_BYTES_MAX = 64 << 20;

    private static final long MAGIC = 0x0a46_494e_414d_424cL; // "LBMANIF\n" read little-endian
    private static final int VERSION_OFFSET = 8;
    private static final int CRC_OFFSET = 12;
    private static final int STORE_OFFSET = 16;
    private static final int NUMBER_OFFSET = 32;
    private static final int FEATURES_OFFSET = 40;

    private ManifestFile() {}

    static String nameOf(long number) {
        return String.format("manifest/%08d.man", number);
    }

    static ByteBuffer head(UUID store, long number, long features) {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(0, MAGIC).putInt(VERSION_OFFSET, features == 0 ? VERSION_WITHOUT_FEATURES : VERSION);
        head.putLong(STORE_OFFSET, store.getMostSignificantBits());
        head.putLong(STORE_OFFSET + Long.BYTES, store.getLeastSignificantBits());
        head.putLong(NUMBER_OFFSET, number).putLong(FEATURES_OFFSET, features);
        return head.putInt(CRC_OFFSET, headCrc(head));
    }

    static ByteBuffer record(long number, long sequence, ByteBuffer payload) {
        ByteBuffer record =
                ByteBuffer.allocate(RECORD_HEAD_BYTES + payload.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt(Integer.BYTES, payload.remaining()).putLong(2 * Integer.BYTES, sequence);
        record.put(RECORD_HEAD_BYTES, payload, payload.position(), payload.remaining());
        return record.putInt(0, recordCrc(number, record));
    }

    /// A file that holds one whole state.
    static ByteBuffer whole(UUID store, long number, ManifestState state) {
        ByteBuffer head = head(store, number, state.features());
        ByteBuffer record = record(number, 1, ManifestCodec.encode(new ManifestEdit.Whole(state)));
        return ByteBuffer.allocate(head.remaining() + record.remaining())
                .put(head)
                .put(record)
                .flip();
    }

    /// The store that a file says it belongs to, when its head is whole.
    static Optional<UUID> storeOf(Disk disk, String name) throws IOException {
        ByteBuffer bytes = load(disk, name);
        return bytes.getLong(0) == MAGIC && bytes.getInt(CRC_OFFSET) == headCrc(bytes)
                ? Optional.of(new UUID(bytes.getLong(STORE_OFFSET), bytes.getLong(STORE_OFFSET + Long.BYTES)))
                : Optional.empty();
    }

    /// What a file holds.
    ///
    /// @param state after its last whole record
    /// @param sequence of that record
    record Contents(ManifestState state, long sequence) {}

    /// Looks at the records of a file as they are read.
    interface RecordVisitor {
        /// Looks at one that verified, before it is followed.
        ///
        /// @param at the byte at which the record begins
        void record(int at, long sequence, ManifestEdit edit);
    }

    /// Reads a file to the end of its last whole record. A torn record at the end was never
    /// acknowledged and is passed over; one with a whole record behind it is damage.
    ///
    /// @throws ForeignFormatException when the file is of a newer version or of another store
    /// @throws DamagedFileException when it is damaged, or has no whole record at all
    static Contents read(Disk disk, String name, UUID store, long number) throws IOException {
        return read(disk, name, store, number, (_, _, _) -> {});
    }

    /// As [#read(Disk, String, UUID, long)], with somebody who looks on.
    static Contents read(Disk disk, String name, UUID store, long number, RecordVisitor visitor) throws IOException {
        ByteBuffer bytes = load(disk, name);
        checkHead(bytes, name, store, number);
        int version = bytes.getInt(VERSION_OFFSET);
        ManifestState state = ManifestState.EMPTY.with(featuresOf(bytes));
        long sequence = 0;
        int at = HEAD_BYTES;
        while (isRecord(bytes, at, number, sequence + 1)) {
            int length = bytes.getInt(at + Integer.BYTES);
            try {
                ManifestEdit edit = ManifestCodec.decode(bytes.slice(at + RECORD_HEAD_BYTES, length), version);
                visitor.record(at, sequence + 1, edit);
                state = state.after(edit);
            } catch (IllegalArgumentException e) {
                throw new DamagedFileException(name, at, String.valueOf(e.getMessage()));
            }
            sequence++;
            at += RECORD_HEAD_BYTES + length;
        }
        for (int behind = at + 1; behind + RECORD_HEAD_BYTES <= bytes.limit(); behind++) {
            long later = bytes.getLong(behind + 2 * Integer.BYTES);
            if (later > sequence + 1 && later < sequence + bytes.limit() && isRecord(bytes, behind, number, later)) {
                throw new DamagedFileException(
                        name, at, "record " + (sequence + 1) + " is damaged, record " + later + " behind it is whole");
            }
        }
        if (sequence == 0) {
            throw new DamagedFileException(name, at, "no whole record");
        }
        return new Contents(state, sequence);
    }

    private static ByteBuffer load(Disk disk, String name) throws IOException {
        try (DiskFile file = disk.openToRead(name)) {
            long size = file.size();
            if (size < HEAD_BYTES || size > Integer.MAX_VALUE - 8) {
                throw new DamagedFileException(name, 0, "a manifest of " + size + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
            file.readFully(bytes, 0);
            return bytes.flip();
        }
    }

    private static void checkHead(ByteBuffer bytes, String name, UUID store, long number) throws IOException {
        if (bytes.getLong(0) != MAGIC) {
            throw new ForeignFormatException(name + ": not a Longboat manifest");
        }
        int version = bytes.getInt(VERSION_OFFSET);
        if (bytes.getInt(CRC_OFFSET) != headCrc(bytes)) {
            throw new DamagedFileException(name, 0, "the head's checksum does not match");
        }
        if (version < VERSION_MIN || version > VERSION) {
            throw new ForeignFormatException(name + ": manifest format " + version + ", this build reads " + VERSION_MIN
                    + " to " + VERSION + "; open it with the build that wrote it");
        }
        UUID found = new UUID(bytes.getLong(STORE_OFFSET), bytes.getLong(STORE_OFFSET + Long.BYTES));
        if (!found.equals(store)) {
            throw new ForeignFormatException(name + ": belongs to store " + found + ", this directory is " + store);
        }
        if (bytes.getLong(NUMBER_OFFSET) != number) {
            throw new DamagedFileException(name, NUMBER_OFFSET, "it is manifest " + bytes.getLong(NUMBER_OFFSET));
        }
        long unknown = featuresOf(bytes) & ~ManifestState.FEATURES_KNOWN;
        if (unknown != 0) {
            throw new ForeignFormatException(name + ": the store has the features 0x" + Long.toHexString(unknown)
                    + ", which this build does not know; open it with the build that wrote it");
        }
    }

    private static long featuresOf(ByteBuffer head) {
        return head.getInt(VERSION_OFFSET) <= VERSION_WITHOUT_FEATURES ? 0 : head.getLong(FEATURES_OFFSET);
    }

    private static boolean isRecord(ByteBuffer bytes, int at, long number, long sequence) {
        if (at + RECORD_HEAD_BYTES > bytes.limit()) {
            return false;
        }
        int length = bytes.getInt(at + Integer.BYTES);
        if (length <= 0 || length > PAYLOAD_BYTES_MAX || length > bytes.limit() - at - RECORD_HEAD_BYTES) {
            return false;
        }
        return bytes.getLong(at + 2 * Integer.BYTES) == sequence
                && bytes.getInt(at) == recordCrc(number, bytes.slice(at, RECORD_HEAD_BYTES + length));
    }

    private static int headCrc(ByteBuffer head) {
        CRC32C crc = new CRC32C();
        crc.update(head.slice(0, CRC_OFFSET));
        crc.update(head.slice(CRC_OFFSET + Integer.BYTES, HEAD_BYTES - CRC_OFFSET - Integer.BYTES));
        return (int) crc.getValue();
    }

    private static int recordCrc(long number, ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        crc.update(record.slice(Integer.BYTES, record.limit() - Integer.BYTES));
        return (int) crc.getValue();
    }
}
