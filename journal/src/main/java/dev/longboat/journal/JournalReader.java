package dev.longboat.journal;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;

/// Reads what pointers point at in a journal that nobody has open. Safe for concurrent use.
///
/// Lifetime: owns its open files until closed; borrows the disk.
public final class JournalReader implements Closeable {
    private final SegmentReaders readers;

    public JournalReader(Disk disk, UUID store) {
        this.readers = new SegmentReaders(disk, store, JournalOptions.defaults().readHandlesMax());
    }

    /// Reads what `pointer` points at, all of it, at the position of `target`.
    ///
    /// @throws DamagedFileException when the bytes are not those that were pointed at (J8)
    public void read(Pointer pointer, ByteBuffer target) throws IOException {
        readers.read(pointer, target);
    }

    @Override
    public void close() throws IOException {
        readers.close();
    }
}
