package dev.longboat.disk;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// A directory of a disk as a disk of its own: the same files under shorter names. Errors name
/// files as the disk beneath does. Safe for concurrent use.
///
/// Lifetime: borrows the disk beneath; holds nothing.
public final class Subtree implements Disk {
    private final Disk disk;
    private final String directory;

    /// @param directory need not exist yet
    public Subtree(Disk disk, String directory) {
        this.disk = disk;
        this.directory = directory;
    }

    private String below(String name) {
        return name.isEmpty() ? directory : directory + "/" + name;
    }

    @Override
    public DiskFile create(String name, WriteMode mode) throws IOException {
        return disk.create(below(name), mode);
    }

    @Override
    public DiskFile openToWrite(String name, WriteMode mode) throws IOException {
        return disk.openToWrite(below(name), mode);
    }

    @Override
    public DiskFile openToRead(String name) throws IOException {
        return disk.openToRead(below(name));
    }

    @Override
    public boolean exists(String name) throws IOException {
        return disk.exists(below(name));
    }

    @Override
    public List<String> list(String name) throws IOException {
        return disk.list(below(name));
    }

    @Override
    public void createDirectory(String name) throws IOException {
        disk.createDirectory(below(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(below(from), below(to));
    }

    @Override
    public void link(String existing, String name) throws IOException {
        disk.link(below(existing), below(name));
    }

    @Override
    public int linkCount(String name) throws IOException {
        return disk.linkCount(below(name));
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(below(name));
    }

    @Override
    public void syncDirectory(String name) throws IOException {
        disk.syncDirectory(below(name));
    }

    @Override
    public long usableBytes() throws IOException {
        return disk.usableBytes();
    }

    @Override
    public Closeable lock(String name) throws IOException {
        return disk.lock(below(name));
    }

    @Override
    public String toString() {
        return disk + "/" + directory;
    }
}
