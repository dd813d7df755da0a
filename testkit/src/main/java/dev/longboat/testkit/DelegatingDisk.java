package dev.longboat.testkit;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// A disk that does what another one does, for tests to make it do something else. Safe for
/// concurrent use as far as the other is.
public class DelegatingDisk implements Disk {
    private final Disk disk;

    public DelegatingDisk(Disk disk) {
        this.disk = disk;
    }

    /// Every file that is opened to write passes here.
    protected DiskFile written(DiskFile file) {
        return file;
    }

    /// Every file that is opened to read passes here.
    protected DiskFile read(DiskFile file) {
        return file;
    }

    @Override
    public DiskFile create(String name, WriteMode mode) throws IOException {
        return written(disk.create(name, mode));
    }

    @Override
    public DiskFile openToWrite(String name, WriteMode mode) throws IOException {
        return written(disk.openToWrite(name, mode));
    }

    @Override
    public DiskFile openToRead(String name) throws IOException {
        return read(disk.openToRead(name));
    }

    @Override
    public boolean exists(String name) throws IOException {
        return disk.exists(name);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void createDirectory(String name) throws IOException {
        disk.createDirectory(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void link(String existing, String name) throws IOException {
        disk.link(existing, name);
    }

    @Override
    public int linkCount(String name) throws IOException {
        return disk.linkCount(name);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        disk.syncDirectory(directory);
    }

    @Override
    public long usableBytes() throws IOException {
        return disk.usableBytes();
    }

    @Override
    public String toString() {
        return disk.toString();
    }

    @Override
    public Closeable lock(String name) throws IOException {
        return disk.lock(name);
    }

    /// A file that does what another one does. Safe for concurrent use as far as the other is.
    public static class DelegatingFile implements DiskFile {
        private final DiskFile file;

        public DelegatingFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            return file.write(source, position);
        }

        @Override
        public void sync(SyncKind kind) throws IOException {
            file.sync(kind);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
