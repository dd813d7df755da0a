package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A file that a backup directory is receiving. It is written as a part, and gets the name with its
/// checksum when it is whole and synced. Confined to one thread. Lifetime: owns the part until
/// closed.
final class IncomingFile implements Closeable {
    private static final int COPY_BYTES = 1 << 20;

    private final Disk disk;
    private final String part;
    private final BackupPart.FileBegin expected;

    /// The stored file that is the one expected, byte for byte; null while bytes are written.
    private final @Nullable StoredFile kept;

    private final @Nullable DiskFile file;
    private final CRC32C crc;
    private long bytes;

    private IncomingFile(
            Disk disk,
            String part,
            BackupPart.FileBegin expected,
            @Nullable StoredFile kept,
            @Nullable DiskFile file,
            CRC32C crc) {
        this.disk = disk;
        this.part = part;
        this.expected = expected;
        this.kept = kept;
        this.file = file;
        this.crc = crc;
        this.bytes = expected.from();
    }

    /// Begins a file with the bytes that are here.
    ///
    /// @param here what the sender leaves out, when it leaves out anything
    static IncomingFile begin(Disk disk, String part, BackupPart.FileBegin expected, @Nullable StoredFile here)
            throws IOException {
        if (here == null || expected.from() == 0) {
            if (disk.exists(part)) {
                disk.delete(part);
            }
            return new IncomingFile(disk, part, expected, null, disk.create(part, WriteMode.BUFFERED), new CRC32C());
        }
        if (expected.from() == expected.bytes() && !here.place().equals(part)) {
            return new IncomingFile(disk, part, expected, here, null, new CRC32C());
        }
        if (!here.place().equals(part)) {
            copy(disk, here, part);
        }
        DiskFile file = disk.openToWrite(part, WriteMode.BUFFERED);
        return new IncomingFile(disk, part, expected, null, file, StoredFile.sum(file, expected.from()));
    }

    private static void copy(Disk disk, StoredFile from, String to) throws IOException {
        if (disk.exists(to)) {
            disk.delete(to);
        }
        try (DiskFile source = disk.openToRead(from.place());
                DiskFile target = disk.create(to, WriteMode.BUFFERED)) {
            ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
            for (long at = 0; at < from.held().bytes(); at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(COPY_BYTES, from.held().bytes() - at));
                source.readFully(buffer, at);
                target.writeFully(buffer.flip(), at);
            }
        }
    }

    void append(BackupPart.Chunk chunk) throws IOException {
        ByteBuffer data = chunk.data();
        if (file == null || chunk.offset() != bytes || bytes + data.remaining() > expected.bytes()) {
            throw new BackupException("the parts of the backup do not fit: bytes " + chunk.offset() + " +"
                    + data.remaining() + " of " + expected.name() + ", of which " + bytes + " are here");
        }
        if (BackupSource.sumOf(data) != chunk.crc32c()) {
            throw new DamagedFileException(expected.name(), bytes, "bytes were changed on their way");
        }
        int length = data.remaining();
        crc.update(data.duplicate());
        file.writeFully(data.duplicate(), bytes);
        bytes += length;
    }

    /// Gives the file its name.
    ///
    /// @param sum which all of its bytes must have
    HeldFile finish(int sum) throws IOException {
        int found = kept == null ? (int) crc.getValue() : kept.held().crc32c();
        if (bytes != expected.bytes() || found != sum) {
            throw new DamagedFileException(
                    expected.name(),
                    0,
                    bytes + " bytes that sum to " + BackupCatalogue.hex(found) + ", not " + expected.bytes()
                            + " that sum to " + BackupCatalogue.hex(sum));
        }
        HeldFile whole = new HeldFile(expected.name(), bytes, sum);
        if (file != null) {
            settle(file);
            disk.rename(part, BackupDirectory.storedName(whole));
        }
        return whole;
    }

    /// Makes the part durable. One whose sync failed is not taken up again: what can be read of it
    /// may not be on the medium, and a second sync proves nothing.
    private void settle(DiskFile written) throws IOException {
        try (DiskFile _ = written) {
            written.truncate(bytes);
            written.sync(SyncKind.FULL);
        } catch (IOException e) {
            disk.delete(part);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
