package dev.longboat.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A disk whose process dies after a number of calls: each later one does nothing and fails.
/// Confined to the test's thread.
final class MortalDisk implements Disk {
    private final Disk disk;
    private final List<Closeable> locks = new ArrayList<>();
    private int callsLeft;

    MortalDisk(Disk disk, int calls) {
        this.disk = disk;
        this.callsLeft = calls;
    }

    /// The process is gone.
    static final class DiedException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /// What the kernel does for a dead process.
    void releaseLocks() throws IOException {
        for (Closeable lock : locks) {
            lock.close();
        }
    }

    private void live() throws DiedException {
        if (callsLeft-- <= 0) {
            throw new DiedException();
        }
    }

    @Override
    public DiskFile create(String name, WriteMode mode) throws IOException {
        live();
        return new MortalFile(disk.create(name, mode));
    }

    @Override
    public DiskFile openToWrite(String name, WriteMode mode) throws IOException {
        live();
        return new MortalFile(disk.openToWrite(name, mode));
    }

    @Override
    public DiskFile openToRead(String name) throws IOException {
        live();
        return new MortalFile(disk.openToRead(name));
    }

    @Override
    public boolean exists(String name) throws IOException {
        live();
        return disk.exists(name);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        live();
        return disk.list(directory);
    }

    @Override
    public void createDirectory(String name) throws IOException {
        live();
        disk.createDirectory(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        live();
        disk.rename(from, to);
    }

    @Override
    public void link(String existing, String name) throws IOException {
        live();
        disk.link(existing, name);
    }

    @Override
    public int linkCount(String name) throws IOException {
        live();
        return disk.linkCount(name);
    }

    @Override
    public void delete(String name) throws IOException {
        live();
        disk.delete(name);
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        live();
        disk.syncDirectory(directory);
    }

    @Override
    public long usableBytes() throws IOException {
        live();
        return disk.usableBytes();
    }

    @Override
    public Closeable lock(String name) throws IOException {
        live();
        Closeable lock = disk.lock(name);
        locks.add(lock);
        return lock;
    }

    /// A file of the dying process.
    private final class MortalFile implements DiskFile {
        private final DiskFile file;

        private MortalFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            live();
            return file.read(target, position);
        }

        /// Writes a few bytes at a time, so that death strikes within a file too.
        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            live();
            int count = file.write(source.slice(source.position(), Math.min(source.remaining(), 16)), position);
            source.position(source.position() + count);
            return count;
        }

        @Override
        public void sync(SyncKind kind) throws IOException {
            live();
            file.sync(kind);
        }

        @Override
        public void truncate(long size) throws IOException {
            live();
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            live();
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
