package dev.longboat.journal;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import dev.longboat.testkit.DelegatingDisk;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A disk whose durable writes are buffered writes that sync, as where direct access is refused: a
/// sync that fails leaves bytes in the cache that are not on the medium. Safe for concurrent use as
/// far as the disk below is.
class SyncingDisk extends DelegatingDisk {
    SyncingDisk(Disk disk) {
        super(disk);
    }

    /// Makes a write durable.
    void sync(DiskFile file) throws IOException {
        file.sync(SyncKind.DATA);
    }

    @Override
    public DiskFile create(String name, WriteMode mode) throws IOException {
        DiskFile file = super.create(name, WriteMode.BUFFERED);
        return mode == WriteMode.DURABLE ? syncing(file) : file;
    }

    private DiskFile syncing(DiskFile file) {
        return new DelegatingFile(file) {
            @Override
            public int write(ByteBuffer source, long position) throws IOException {
                int count = super.write(source, position);
                SyncingDisk.this.sync(file);
                return count;
            }
        };
    }
}
