package dev.longboat.engine;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// A disk that can only be read, and tells before each read how much is about to be: so that
/// whoever examines a store changes nothing, and can be slowed down. Safe for concurrent use.
///
/// Lifetime: borrows the disk beneath.
final class ReadingDisk implements Disk {
    private final Disk disk;
    private final Pace pace;

    /// Lets reads go by.
    @FunctionalInterface
    interface Pace {
        /// As fast as the disk is.
        Pace FULL = _ -> {};

        /// Waits until so many bytes may be read.
        ///
        /// @throws IOException when nothing is to be read any more
        void beforeRead(int bytes) throws IOException;
    }

    ReadingDisk(Disk disk, Pace pace) {
        this.disk = disk;
        this.pace = pace;
    }

    @Override
    public DiskFile openToRead(String name) throws IOException {
        return new ReadFile(disk.openToRead(name));
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
    public int linkCount(String name) throws IOException {
        return disk.linkCount(name);
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
    public DiskFile create(String name, WriteMode mode) {
        throw refusal(name);
    }

    @Override
    public DiskFile openToWrite(String name, WriteMode mode) {
        throw refusal(name);
    }

    @Override
    public void createDirectory(String name) {
        throw refusal(name);
    }

    @Override
    public void rename(String from, String to) {
        throw refusal(from);
    }

    @Override
    public void link(String existing, String name) {
        throw refusal(name);
    }

    @Override
    public void delete(String name) {
        throw refusal(name);
    }

    @Override
    public void syncDirectory(String directory) {
        throw refusal(directory);
    }

    @Override
    public Closeable lock(String name) {
        throw refusal(name);
    }

    private static IllegalStateException refusal(String name) {
        return new IllegalStateException(name + " is only read here");
    }

    /// A file whose reads are told of. Safe for concurrent use.
    private final class ReadFile implements DiskFile {
        private final DiskFile file;

        ReadFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public String name() {
            return file.name();
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            pace.beforeRead(target.remaining());
            return file.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) {
            throw refusal(name());
        }

        @Override
        public void sync(SyncKind kind) {
            throw refusal(name());
        }

        @Override
        public void truncate(long size) {
            throw refusal(name());
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
