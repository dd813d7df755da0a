package dev.longboat.testkit;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.LinuxDisk;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// The bytes of a [SimDisk] behind everybody's back: to look, to damage, and to move whole trees.
///
/// What is put or changed here is durable and seen at once, as though it had always been so. None
/// of it counts as a call, meets a fault or shows in a transcript. Safe for concurrent use.
public final class AtRest {
    private final SimGate gate;
    private final SimTree tree;

    AtRest(SimGate gate, SimTree tree) {
        this.gate = gate;
        this.tree = tree;
    }

    /// The names of all files as the process sees them, with their directories, sorted.
    public List<String> files() {
        return gate.look(() -> {
            List<String> names = new ArrayList<>();
            collect(tree.root(), "", names);
            return names.stream().sorted().toList();
        });
    }

    private static void collect(SimDirectory directory, String path, List<String> names) {
        directory.seen.forEach((name, node) -> {
            switch (node) {
                case SimInode _ -> names.add(path + name);
                case SimDirectory inner -> collect(inner, path + name + "/", names);
            }
        });
    }

    /// The sizes of all files together, as the process sees them, in bytes.
    public long size() {
        long bytes = 0;
        for (String name : files()) {
            bytes += bytes(name).length;
        }
        return bytes;
    }

    /// A copy of a file's bytes as the process sees them.
    public byte[] bytes(String name) {
        return gate.look(() -> {
            PageImage seen = inode(name).seen();
            byte[] bytes = new byte[Math.toIntExact(seen.size())];
            seen.read(0, bytes, 0, bytes.length);
            return bytes;
        });
    }

    /// Puts a file, and the directories it needs, in place of what had the name.
    public void put(String name, byte[] bytes) {
        gate.change(() -> tree.put(name, new SimInode(bytes)));
    }

    /// Puts an empty directory, and those it needs.
    public void putDirectory(String name) {
        gate.change(() -> tree.put(name));
    }

    /// Replaces bytes within a file.
    public void overwrite(String name, long position, byte[] bytes) {
        gate.change(() -> {
            SimInode inode = inode(name);
            if (position < 0 || position + bytes.length > inode.seen().size()) {
                throw new IllegalArgumentException(
                        name + " has " + inode.seen().size() + " bytes; none at " + position + " +" + bytes.length);
            }
            inode.tamper(position, bytes);
        });
    }

    /// Turns one bit of a file over; bit 0 is the lowest of the first byte.
    public void flipBit(String name, long bit) {
        gate.change(() -> {
            PageImage seen = inode(name).seen();
            byte[] one = new byte[1];
            seen.read(bit / 8, one, 0, 1);
            one[0] ^= (byte) (1 << (bit % 8));
            overwrite(name, bit / 8, one);
        });
    }

    /// Cuts a file, or lets it grow by zeros.
    public void resize(String name, long bytes) {
        gate.change(() -> inode(name).resize(bytes));
    }

    private SimInode inode(String name) {
        if (tree.find(name).orElse(null) instanceof SimInode inode) {
            return inode;
        }
        throw new IllegalArgumentException("no file " + name + " among " + files());
    }

    /// A number for all names and bytes that the process sees: equal for equal disks, and most
    /// likely for no others.
    public long fingerprint() {
        return gate.look(() -> {
            var one = new CRC32();
            var other = new CRC32C();
            for (String name : files()) {
                byte[] bytes = bytes(name);
                ByteBuffer head = ByteBuffer.allocate(name.length() * Character.BYTES + Integer.BYTES);
                name.chars().forEach(unit -> head.putChar((char) unit));
                head.putInt(bytes.length);
                one.update(head.array());
                one.update(bytes);
                other.update(bytes);
                other.update(head.array());
            }
            return one.getValue() << 32 | other.getValue();
        });
    }

    /// Puts everything below a real directory.
    public void load(Path directory) throws IOException {
        copyFrom(LinuxDisk.at(directory), "");
    }

    private void copyFrom(Disk disk, String directory) throws IOException {
        for (String entry : disk.list(directory)) {
            String name = directory.isEmpty() ? entry : directory + "/" + entry;
            if (isDirectory(disk, name)) {
                putDirectory(name);
                copyFrom(disk, name);
            } else {
                try (DiskFile file = disk.openToRead(name)) {
                    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(file.size()));
                    file.readFully(bytes, 0);
                    put(name, bytes.array());
                }
            }
        }
    }

    private static boolean isDirectory(Disk disk, String name) throws IOException {
        try {
            disk.list(name);
            return true;
        } catch (NotDirectoryException _) {
            return false;
        }
    }

    /// Writes everything below a real directory, which must be empty or missing. Each name becomes
    /// a file of its own.
    public void save(Path directory) throws IOException {
        LinuxDisk disk = LinuxDisk.at(directory);
        disk.createRoot();
        for (String name : files()) {
            for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
                disk.createDirectory(name.substring(0, slash));
            }
            try (DiskFile file = disk.create(name, WriteMode.BUFFERED)) {
                file.writeFully(ByteBuffer.wrap(bytes(name)), 0);
                file.sync(SyncKind.FULL);
            }
        }
    }
}
