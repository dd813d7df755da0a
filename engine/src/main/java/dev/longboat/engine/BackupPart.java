package dev.longboat.engine;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/// One piece of a backup on its way from a store to a directory. Immutable. They come in this
/// order:
///
/// ```
/// Begin · (FileBegin · Chunk … · FileEnd) for each file of Begin, in its order · End
/// ```
public sealed interface BackupPart {
    /// What will come. Immutable.
    ///
    /// @param store whose it is
    /// @param revision of the newest change in it
    /// @param files all of them, whether or not bytes of them will be sent
    record Begin(UUID store, long revision, List<Listed> files) implements BackupPart {
        public Begin {
            files = List.copyOf(files);
        }
    }

    /// A file that will come. Immutable.
    ///
    /// @param name as in [ImageFile]
    /// @param bytes of the whole file
    record Listed(String name, long bytes) {}

    /// The next file. Immutable.
    ///
    /// @param name of it
    /// @param bytes of the whole file
    /// @param from how many of its first bytes the receiver has, and is not sent
    record FileBegin(String name, long bytes, long from) implements BackupPart {}

    /// The next bytes of the file. Immutable; the bytes are handed over.
    ///
    /// @param offset in the file
    /// @param crc32c of these bytes
    record Chunk(long offset, ByteBuffer data, int crc32c) implements BackupPart {}

    /// The file is whole. Immutable.
    ///
    /// @param crc32c of all its bytes, those that were not sent included
    record FileEnd(int crc32c) implements BackupPart {}

    /// The backup is whole. Immutable.
    ///
    /// @param sentBytes in all chunks
    record End(long sentBytes) implements BackupPart {}
}
