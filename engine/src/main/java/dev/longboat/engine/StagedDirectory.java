package dev.longboat.engine;

import dev.longboat.disk.DataDirectory;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.Subtree;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A directory that is filled under a name of its own making and gets the wanted one when all of it
/// is durable. A power cut leaves the whole, or nothing under that name.
///
/// ```
///     mkdir .NAME.making → files, each synced → syncdir of each directory → syncdir .NAME.making
///       → rename to NAME → syncdir of the parent
/// ```
///
/// What an attempt that was cut short left under the other name is removed by the next one.
/// Confined to one thread. Lifetime: what was not finished is removed at the close.
final class StagedDirectory implements Closeable {
    /// What there may be in a directory that such an attempt left.
    private static final Set<String> OURS = Set.of(
            "journal",
            "tables",
            "manifest",
            DataDirectory.LOCK,
            DataDirectory.IDENTITY,
            DataDirectory.IDENTITY + ".new");

    private final Disk parent;
    private final String name;
    private final String stagedName;
    private final Disk disk;
    private final Set<String> directories = new LinkedHashSet<>();
    private boolean finished;

    private StagedDirectory(Disk parent, String name) {
        this.parent = parent;
        this.name = name;
        this.stagedName = "." + name + ".making";
        this.disk = new Subtree(parent, stagedName);
    }

    /// Begins a directory.
    ///
    /// @param parent whose root exists
    /// @throws BackupException when the name is taken by anything but an empty directory
    static StagedDirectory begin(Disk parent, String name) throws IOException {
        StagedDirectory staged = new StagedDirectory(parent, name);
        if (parent.exists(name) && !staged.isEmptyDirectory()) {
            throw new BackupException(parent + "/" + name + " is there already: name a place that is new or empty");
        }
        if (parent.exists(staged.stagedName)) {
            staged.checkOurs();
            staged.remove();
        }
        parent.createDirectory(staged.stagedName);
        return staged;
    }

    private boolean isEmptyDirectory() {
        try {
            return parent.list(name).isEmpty();
        } catch (IOException _) {
            return false; // A file, or nothing that can be looked into.
        }
    }

    private void checkOurs() throws IOException {
        List<String> found = parent.list(stagedName);
        if (!OURS.containsAll(found)) {
            throw new BackupException(parent + "/" + stagedName
                    + " is in the way, and not what an earlier attempt left: it holds " + found);
        }
    }

    /// The files under the staged name.
    Disk disk() {
        return disk;
    }

    /// The staged name of a file, below the parent.
    String nameInParent(String file) throws IOException {
        directoryOf(file);
        return stagedName + "/" + file;
    }

    /// Creates a file in which everything is to be synced before [#finish].
    DiskFile create(String file) throws IOException {
        directoryOf(file);
        return disk.create(file, WriteMode.BUFFERED);
    }

    /// Writes a whole file, durably.
    void put(String file, ByteBuffer bytes) throws IOException {
        try (DiskFile target = create(file)) {
            target.writeFully(bytes.duplicate(), 0);
            target.sync(SyncKind.FULL);
        }
    }

    private void directoryOf(String file) throws IOException {
        int slash = file.lastIndexOf('/');
        if (slash > 0 && directories.add(file.substring(0, slash))) {
            disk.createDirectory(file.substring(0, slash));
        }
    }

    /// Makes every name in it durable, and gives it its own.
    void finish() throws IOException {
        for (String directory : directories) {
            disk.syncDirectory(directory);
        }
        disk.syncDirectory("");
        parent.rename(stagedName, name);
        finished = true;
        parent.syncDirectory("");
    }

    private void remove() throws IOException {
        for (String entry : disk.list("")) {
            if (entry.startsWith(DataDirectory.IDENTITY) || entry.equals(DataDirectory.LOCK)) {
                disk.delete(entry);
                continue;
            }
            for (String file : disk.list(entry)) {
                disk.delete(entry + "/" + file);
            }
            disk.delete(entry);
        }
        parent.delete(stagedName);
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            finished = true;
            remove();
        }
    }
}
