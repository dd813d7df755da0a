package dev.longboat.testkit;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// A disk as one process uses it, which can be killed: its locks and open files go, what it wrote
/// stays with the system, unsynced, and nothing it still tries reaches the disk below. Guarded by
/// itself; safe for concurrent use.
public final class ProcessDisk extends DelegatingDisk {
    private final List<Closeable> held = new ArrayList<>();
    private boolean killed;

    public ProcessDisk(Disk disk) {
        super(disk);
    }

    /// Ends the process. Every later call ends in a [SimulatedCrash].
    public synchronized void kill() throws IOException {
        killed = true;
        for (Closeable each : held) {
            each.close();
        }
        held.clear();
    }

    private synchronized void live() {
        if (killed) {
            throw new SimulatedCrash("the process was killed");
        }
    }

    private synchronized <T extends Closeable> T hold(T opened) {
        held.add(opened);
        return opened;
    }

    private synchronized void letGo(Closeable opened) throws IOException {
        if (held.remove(opened)) {
            opened.close();
        }
    }

    @Override
    public DiskFile create(String name, WriteMode mode) throws IOException {
        live();
        return new File(super.create(name, mode));
    }

    @Override
    public DiskFile openToWrite(String name, WriteMode mode) throws IOException {
        live();
        return new File(super.openToWrite(name, mode));
    }

    @Override
    public DiskFile openToRead(String name) throws IOException {
        live();
        return new File(super.openToRead(name));
    }

    @Override
    public boolean exists(String name) throws IOException {
        live();
        return super.exists(name);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        live();
        return super.list(directory);
    }

    @Override
    public void createDirectory(String name) throws IOException {
        live();
        super.createDirectory(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        live();
        super.rename(from, to);
    }

    @Override
    public void link(String existing, String name) throws IOException {
        live();
        super.link(existing, name);
    }

    @Override
    public int linkCount(String name) throws IOException {
        live();
        return super.linkCount(name);
    }

    @Override
    public void delete(String name) throws IOException {
        live();
        super.delete(name);
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        live();
        super.syncDirectory(directory);
    }

    @Override
    public long usableBytes() throws IOException {
        live();
        return super.usableBytes();
    }

    @Override
    public Closeable lock(String name) throws IOException {
        live();
        Closeable lock = hold(super.lock(name));
        return () -> letGo(lock);
    }

    /// An open file of the process. Guarded by its disk.
    private final class File extends DelegatingFile {
        private final DiskFile opened;

        File(DiskFile opened) {
            super(opened);
            this.opened = hold(opened);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            live();
            return super.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            live();
            return super.write(source, position);
        }

        @Override
        public void sync(SyncKind kind) throws IOException {
            live();
            super.sync(kind);
        }

        @Override
        public void truncate(long size) throws IOException {
            live();
            super.truncate(size);
        }

        @Override
        public long size() throws IOException {
            live();
            return super.size();
        }

        @Override
        public void close() throws IOException {
            letGo(opened);
        }
    }
}
