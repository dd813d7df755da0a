package dev.longboat.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The root of one store, owned by one process for as long as this is open (D4).
///
/// ```java
/// try (DataDirectory directory = DataDirectory.open(Path.of("data"))) {
///     Disk disk = directory.disk();
/// }
/// ```
///
/// What cannot be opened is refused with an error that names the file and says what to do, and
/// nothing on the disk is changed. So `IDENTITY` is judged twice: before the lock is taken, since
/// taking it may create `LOCK`, and again under it, when nobody else can be at work.
///
/// A directory without `IDENTITY` in which lies nothing that a cut-short making could have left, or
/// a file system puts there, becomes a new store's. `IDENTITY` gets its name when its bytes are
/// durable. The directory is synced at every opening: the last one may have ended between the
/// rename and its sync. Safe for concurrent use.
public final class DataDirectory implements Closeable {
    /// The file that is locked by the owner of a directory.
    public static final String LOCK = "LOCK";

    /// The file that says whose a directory is.
    public static final String IDENTITY = IdentityFile.NAME;

    static final String IDENTITY_BEING_MADE = "IDENTITY.new";

    private static final Set<String> IN_NO_STORE = Set.of(LOCK, IDENTITY_BEING_MADE, "lost+found");

    private final Disk disk;
    private final Identity identity;
    private final Closeable lock;

    private DataDirectory(Disk disk, Identity identity, Closeable lock) {
        this.disk = disk;
        this.identity = identity;
        this.lock = lock;
    }

    /// Opens the directory at `root`, by this machine's clock and randomness when it is new.
    ///
    /// @throws IOException as [#open(Disk, Clock, Randomness)]
    public static DataDirectory open(Path root) throws IOException {
        LinuxDisk disk = LinuxDisk.at(root);
        try {
            disk.createRoot();
        } catch (FileAlreadyExistsException e) {
            throw new ForeignFormatException(e.getFile() + " is not a directory: name another place for the data");
        }
        DataDirectory opened = open(disk, Clock.system(), Randomness.system());
        disk.spareHandles().hold();
        return new DataDirectory(disk, opened.identity, () -> {
            try (Closeable _ = opened.lock;
                    SpareHandles _ = disk.spareHandles()) {
                // Both are let go of.
            }
        });
    }

    /// Opens the root of `disk`, and makes it a store's when it is empty.
    ///
    /// @param clock tells a new store's age
    /// @param randomness draws a new store's ids
    /// @throws LockedException when another process, or another part of this one, has it open
    /// @throws ForeignFormatException when it holds something else, or a store of a newer format
    /// @throws DamagedFileException when `IDENTITY` is not as it was written
    public static DataDirectory open(Disk disk, Clock clock, Randomness randomness) throws IOException {
        identityOn(disk);
        Closeable lock = disk.lock(LOCK);
        boolean opened = false;
        try {
            Optional<Identity> found = identityOn(disk);
            Identity identity = found.isPresent() && isInUse(disk)
                    ? found.get()
                    : make(disk, found.orElseGet(() -> Identity.draw(clock, randomness)));
            disk.syncDirectory("");
            opened = true;
            return new DataDirectory(disk, identity, lock);
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /// The identity of the store at the root of `disk`, empty when there is nothing yet. Takes no
    /// lock and changes nothing: for tools that only look.
    ///
    /// @throws IOException as [#open(Disk, Clock, Randomness)]
    public static Optional<Identity> identityOn(Disk disk) throws IOException {
        List<String> names = disk.list("");
        if (names.contains(IdentityFile.NAME)) {
            return Optional.of(IdentityFile.read(disk));
        }
        Optional<String> stranger =
                names.stream().filter(name -> !IN_NO_STORE.contains(name)).findFirst();
        if (stranger.isPresent()) {
            throw new ForeignFormatException("%s: no %s, but \"%s\" is there: this is no Longboat data directory;"
                            .formatted(disk, IdentityFile.NAME, stranger.get())
                    + " use an empty one");
        }
        return Optional.empty();
    }

    /// Writes the identity of a store whose files are all in place, so that the root of `disk`
    /// becomes its directory. Its bytes are durable when this returns, its name after the next sync
    /// of the root.
    public static void settle(Disk disk, Identity identity) throws IOException {
        make(disk, identity);
    }

    /// Whether a store has put anything beside its identity. Until then the name of `IDENTITY` is
    /// made anew at every opening: its sync may have failed, and a second one proves nothing.
    private static boolean isInUse(Disk disk) throws IOException {
        return disk.list("").stream().anyMatch(name -> !IN_NO_STORE.contains(name) && !name.equals(IdentityFile.NAME));
    }

    private static Identity make(Disk disk, Identity identity) throws IOException {
        if (disk.exists(IDENTITY_BEING_MADE)) {
            disk.delete(IDENTITY_BEING_MADE);
        }
        try (DiskFile file = disk.create(IDENTITY_BEING_MADE, WriteMode.BUFFERED)) {
            file.writeFully(IdentityFile.encode(identity), 0);
            file.sync(SyncKind.FULL);
        }
        disk.rename(IDENTITY_BEING_MADE, IdentityFile.NAME);
        return identity;
    }

    /// The files below the root.
    public Disk disk() {
        return disk;
    }

    /// Whose it is.
    public Identity identity() {
        return identity;
    }

    /// Lets go of the directory. Files open in it must be closed before.
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
