package dev.longboat.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Takes a backup as it comes: [#begin], then for each of its files [#fileBegin], chunks and
/// [#fileEnd], then [#end]. Called on the thread that asked for the backup.
public interface BackupSink {
    /// A file of the backup. Immutable.
    ///
    /// @param name  such as `journal/00000017.seg`
    /// @param bytes its length
    record File(String name, long bytes) {}

    /// The first bytes of a file, which the caller has. Immutable.
    ///
    /// @param name   of the file
    /// @param bytes  how many
    /// @param crc32c of these bytes
    record Held(String name, long bytes, int crc32c) {}

    /// What will come.
    ///
    /// @param storeId  32 hexadecimal digits
    /// @param revision of the newest change in it
    /// @param files    all of them, in their order
    void begin(String storeId, long revision, List<File> files) throws IOException;

    /// The next file.
    ///
    /// @param from how many of its first bytes are not sent, since the caller has them
    void fileBegin(String name, long bytes, long from) throws IOException;

    /// Its next bytes.
    void chunk(long offset, ByteBuffer data, int crc32c) throws IOException;

    /// It is whole.
    ///
    /// @param crc32c of all of it
    void fileEnd(int crc32c) throws IOException;

    /// The backup is whole.
    void end(long sentBytes) throws IOException;
}
