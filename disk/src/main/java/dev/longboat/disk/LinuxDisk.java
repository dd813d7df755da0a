package dev.longboat.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A directory of a Linux machine as a [Disk].
///
/// Files opened [WriteMode#DURABLE] or to read alone pass the operating system's cache by where the
/// file system lets them; where it refuses, durable writes are buffered writes that sync. Files are
/// made for their owner alone (0600), directories too (0700).
///
/// Names must change through the one `LinuxDisk` of a directory while files are open, which the
/// lock of a [DataDirectory] sees to (D4): an interrupted thread finds its file again by name.
///
/// ```java
/// LinuxDisk disk = LinuxDisk.at(Path.of("data"));
/// try (DiskFile file = disk.create("notes", WriteMode.BUFFERED)) {
///     file.writeFully(bytes, 0);
///     file.sync(SyncKind.FULL);
/// }
/// disk.syncDirectory("");
/// ```
///
/// Safe for concurrent use.
public final class LinuxDisk implements Disk {
    private static final FileAttribute<?> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;
    private final boolean directWanted;
    private final OpenFiles openFiles = new OpenFiles();
    private final ScratchBuffers scratch = new ScratchBuffers();
    private final SpareHandles spareHandles;
    private final RootReserve rootReserve = RootReserve.ofThisProcess();

    private volatile @Nullable FileStore fileStore;

    /// @param directWanted whether to pass the operating system's cache by where possible
    LinuxDisk(Path root, boolean directWanted) {
        this.root = root.toAbsolutePath().normalize();
        this.spareHandles = new SpareHandles(this.root);
        this.directWanted = directWanted && DirectAccess.option().isPresent();
    }

    /// The tree below `root`, which need not exist yet. Touches nothing.
    public static LinuxDisk at(Path root) {
        return new LinuxDisk(root, true);
    }

    /// The root, absolute.
    public Path root() {
        return root;
    }

    /// Creates the root and what is missing above it. The root's own name is durable afterwards,
    /// also when an earlier process made it and had no time to see to that.
    public void createRoot() throws IOException {
        if (Files.isDirectory(root)) {
            syncNameOfRoot();
        } else {
            createDurably(root);
        }
    }

    private void syncNameOfRoot() throws IOException {
        Path parent = root.getParent();
        if (parent == null) {
            return;
        }
        try {
            DirectorySync.of(parent);
        } catch (AccessDeniedException _) {
            // Who may not read the parent did not make the root in it.
        }
    }

    private static void createDurably(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent == null || Files.isDirectory(directory)) {
            return;
        }
        createDurably(parent);
        createDirectory(directory);
        DirectorySync.of(parent);
    }

    @Override
    public DiskFile create(String name, WriteMode mode) throws IOException {
        Path path = path(name);
        try {
            // Apart from the opening below, since where direct access is refused Linux has created
            // the file by then.
            Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            spareHandles
                    .open(() -> FileChannel.open(path, options, OWNER_ONLY_FILE))
                    .close();
        } catch (IOException e) {
            throw LinuxErrors.named(name, "create", e);
        }
        try {
            return openToWrite(name, mode);
        } catch (IOException e) {
            try {
                Files.delete(path);
            } catch (IOException also) {
                e.addSuppressed(also);
            }
            throw e;
        }
    }

    @Override
    public DiskFile openToWrite(String name, WriteMode mode) throws IOException {
        boolean durable = mode == WriteMode.DURABLE;
        return spareHandles.open(() -> open(name, new Opening(true, durable, durable)));
    }

    @Override
    public DiskFile openToRead(String name) throws IOException {
        return open(name, new Opening(false, false, true));
    }

    private LinuxFile open(String name, Opening wanted) throws IOException {
        Path path = path(name);
        try {
            return new LinuxFile(openAsPossible(name, path, wanted), scratch);
        } catch (IOException e) {
            throw LinuxErrors.named(name, "open", e);
        }
    }

    private SteadyChannel openAsPossible(String name, Path path, Opening wanted) throws IOException {
        if (wanted.direct() && directWanted && Disk.BLOCK_BYTES % fileStore().getBlockSize() == 0) {
            try {
                return SteadyChannel.open(name, path, wanted, openFiles);
            } catch (UnsupportedOperationException _) {
                return SteadyChannel.open(name, path, wanted.indirect(), openFiles);
            } catch (FileSystemException e) {
                if (e.getClass() != FileSystemException.class || LinuxErrors.isTooManyFiles(e)) {
                    throw e;
                }
            }
        }
        return SteadyChannel.open(name, path, wanted.indirect(), openFiles);
    }

    @Override
    public boolean exists(String name) throws IOException {
        try {
            Files.readAttributes(path(name), BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    @Override
    public List<String> list(String directory) throws IOException {
        Path path = path(directory);
        return spareHandles.open(() -> {
            try (Stream<Path> entries = Files.list(path)) {
                return entries.map(entry -> entry.getFileName().toString())
                        .sorted()
                        .toList();
            }
        });
    }

    @Override
    public void createDirectory(String name) throws IOException {
        try {
            createDirectory(path(name));
        } catch (IOException e) {
            throw LinuxErrors.named(name, "create directory", e);
        }
    }

    private static void createDirectory(Path path) throws IOException {
        try {
            Files.createDirectory(path, OWNER_ONLY_DIRECTORY);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw e;
            }
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Path source = path(from);
        Path target = path(to);
        try {
            spareHandles.open(() -> {
                openFiles.rename(source, target, () -> Files.move(source, target, StandardCopyOption.ATOMIC_MOVE));
                return target;
            });
        } catch (IOException e) {
            throw LinuxErrors.named(from, "rename to " + to, e);
        }
    }

    @Override
    public void link(String existing, String name) throws IOException {
        try {
            Files.createLink(path(name), path(existing));
        } catch (IOException e) {
            throw LinuxErrors.named(name, "link to " + existing, e);
        }
    }

    /// Gives the file `existing` of this disk a second name on another disk of the same file
    /// system.
    public void link(String existing, LinuxDisk other, String name) throws IOException {
        try {
            Files.createLink(other.path(name), path(existing));
        } catch (IOException e) {
            throw LinuxErrors.named(name, "link to " + path(existing), e);
        }
    }

    @Override
    public int linkCount(String name) throws IOException {
        return (Integer) Files.getAttribute(path(name), "unix:nlink", LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void delete(String name) throws IOException {
        Path path = path(name);
        // The name goes within the lock over all files; the blocks, which the file system may take
        // long to free, go with this handle, outside of it.
        try (Closeable _ = lastHandle(path)) {
            spareHandles.open(() -> {
                openFiles.delete(path, () -> Files.delete(path));
                return path;
            });
        } catch (IOException e) {
            throw LinuxErrors.named(name, "delete", e);
        }
    }

    /// None when the file cannot be opened: then its blocks go with its name.
    private static Closeable lastHandle(Path path) {
        try {
            return new RandomAccessFile(path.toFile(), "r");
        } catch (IOException _) {
            return () -> {};
        }
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        Path path = path(directory);
        try {
            spareHandles.open(() -> {
                DirectorySync.of(path);
                return path;
            });
        } catch (FileSystemException e) { // Of opening it; a sync that failed is no such.
            throw LinuxErrors.named(directory, "open", e);
        }
    }

    @Override
    public long usableBytes() throws IOException {
        return rootReserve.usableBytes(fileStore());
    }

    @Override
    public Closeable lock(String name) throws IOException {
        Path file = path(name);
        Path directory = file.getParent();
        try {
            Path real = (directory == null ? root : directory).toRealPath();
            return ProcessLocks.take(real.resolve(file.getFileName()), OWNER_ONLY_FILE);
        } catch (LockedException e) {
            throw e;
        } catch (IOException e) {
            throw LinuxErrors.named(name, "lock", e);
        }
    }

    /// The root, as errors name it.
    @Override
    public String toString() {
        return root.toString();
    }

    /// The handles in reserve; none until somebody owns the directory.
    SpareHandles spareHandles() {
        return spareHandles;
    }

    /// How many files are open, for tests of leaks.
    int openFileCount() {
        return openFiles.count();
    }

    private FileStore fileStore() throws IOException {
        FileStore store = fileStore;
        if (store == null) {
            store = Files.getFileStore(root);
            fileStore = store;
        }
        return store;
    }

    private Path path(String name) {
        if (name.isEmpty()) {
            return root;
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new IllegalArgumentException("not a name below the root: \"" + name + "\"");
            }
        }
        return root.resolve(name);
    }
}
