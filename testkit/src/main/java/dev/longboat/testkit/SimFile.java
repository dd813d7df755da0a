package dev.longboat.testkit;

import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// One open file of a [SimDisk]. Safe for concurrent use: the disk's lock guards everything.
final class SimFile implements DiskFile {
    private final SimDisk disk;
    private final SimInode inode;
    private final String name;
    private final Optional<WriteMode> mode;

    /// Where it was opened, when the disk was told to keep that.
    private final Optional<Throwable> opened;

    /// @param mode none when it was opened for reading
    SimFile(SimDisk disk, SimInode inode, String name, Optional<WriteMode> mode, Optional<Throwable> opened) {
        this.disk = disk;
        this.inode = inode;
        this.name = name;
        this.mode = mode;
        this.opened = opened;
    }

    SimInode inode() {
        return inode;
    }

    Optional<WriteMode> mode() {
        return mode;
    }

    Optional<Throwable> opened() {
        return opened;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return disk.read(this, target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        return disk.write(this, source, position);
    }

    @Override
    public void sync(SyncKind kind) throws IOException {
        disk.sync(this, kind);
    }

    @Override
    public void truncate(long size) throws IOException {
        disk.truncate(this, size);
    }

    @Override
    public long size() throws IOException {
        return disk.size(this);
    }

    @Override
    public void close() {
        disk.close(this);
    }

    @Override
    public String toString() {
        return name;
    }
}
