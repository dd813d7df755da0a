package dev.longboat.engine;

import dev.longboat.disk.Clock;
import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.LinuxDisk;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A directory with one backup of one store, and the receiving side of the next.
///
/// ```
/// backup/                        0700, files in it 0600
///   LOCK  CATALOGUE              who works on it now; what belongs to the backup, written last
///   files/tables-00000042.tbl.89abcdef     a file of the store, under its name and its checksum
///   files/journal-00000017.seg.part        one on its way
/// ```
///
/// A file that the catalogue lists is never written again: a new backup puts others beside it, and
/// takes the directory over by one rename of the catalogue. Before it, the old backup is whole;
/// after it, the new one is, and what the old one alone had is deleted. What an attempt that was
/// cut short left is taken up by the next one.
///
/// Confined to one thread. Lifetime: owns the directory's lock and the file on its way until
/// closed.
public final class BackupDirectory implements Closeable {
    private static final String FILES = "files";
    private static final String LOCK = "LOCK";
    private static final String CATALOGUE_BEING_MADE = BackupCatalogue.NAME + ".new";
    private static final Set<String> NAMES =
            Set.of(FILES, LOCK, BackupCatalogue.NAME, CATALOGUE_BEING_MADE, "lost+found");

    private final Disk disk;
    private final Clock clock;
    private final Closeable lock;
    private final Optional<BackupCatalogue> before;

    /// Of each name the longest stretch that is here and whole.
    private final TreeMap<String, StoredFile> stored = new TreeMap<>();

    private final List<HeldFile> received = new ArrayList<>();

    private BackupPart.@Nullable Begin begin;
    private @Nullable IncomingFile incoming;
    private Optional<BackupCatalogue> finished = Optional.empty();

    private BackupDirectory(Disk disk, Clock clock, Closeable lock, Optional<BackupCatalogue> before) {
        this.disk = disk;
        this.clock = clock;
        this.lock = lock;
        this.before = before;
    }

    /// Opens a directory to receive a backup, and makes it where there is none.
    ///
    /// @throws BackupException when it holds something else, or somebody works on it
    /// @throws CorruptionException when its catalogue is damaged
    public static BackupDirectory open(Path path) {
        LinuxDisk disk = LinuxDisk.at(path);
        try {
            disk.createRoot();
            return open(disk, Clock.system());
        } catch (FileAlreadyExistsException e) {
            throw new BackupException(path + " is not a directory", e);
        } catch (IOException e) {
            throw failure("the backup directory cannot be opened", e);
        }
    }

    /// Opens the root of any disk to receive a backup.
    static BackupDirectory open(Disk disk, Clock clock) throws IOException {
        for (String name : disk.list("")) {
            if (!NAMES.contains(name)) {
                throw new BackupException(disk + " holds \"" + name
                        + "\", which belongs to no backup: name a directory that is new," + " empty, or a backup's");
            }
        }
        Closeable lock = disk.lock(LOCK);
        boolean opened = false;
        try {
            BackupDirectory directory = new BackupDirectory(disk, clock, lock, catalogueOn(disk));
            disk.createDirectory(FILES);
            disk.syncDirectory("");
            directory.takeStock();
            opened = true;
            return directory;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    /// The catalogue on a disk; empty when there is none.
    static Optional<BackupCatalogue> catalogueOn(Disk disk) throws IOException {
        if (!disk.exists(BackupCatalogue.NAME)) {
            return Optional.empty();
        }
        try (DiskFile file = disk.openToRead(BackupCatalogue.NAME)) {
            byte[] bytes = new byte[(int) Math.min(file.size(), 1 << 30)];
            file.readFully(ByteBuffer.wrap(bytes), 0);
            return Optional.of(BackupCatalogue.decode(BackupCatalogue.NAME, bytes));
        }
    }

    /// Where a file lies.
    static String storedName(HeldFile file) {
        return FILES + "/" + flat(file.name()) + "." + BackupCatalogue.hex(file.crc32c());
    }

    private static String partName(String name) {
        return FILES + "/" + flat(name) + StoredFile.PART;
    }

    private static String flat(String name) {
        return name.replace('/', '-');
    }

    /// Reads every file that is here. One that does not sum to what its name says is as good as
    /// absent, and one on its way is as long as it is.
    private void takeStock() throws IOException {
        for (String name : disk.list(FILES)) {
            Optional<StoredFile> file = StoredFile.at(disk, FILES + "/" + name);
            if (file.isPresent()) {
                stored.merge(file.get().held().name(), file.get(), StoredFile::longer);
            }
        }
    }

    /// The backup that is here; empty when there is none yet.
    public Optional<BackupCatalogue> catalogue() {
        return before;
    }

    /// What is here and whole, for the sender to leave out.
    public List<HeldFile> held() {
        return stored.values().stream().map(StoredFile::held).toList();
    }

    /// Takes the next part.
    ///
    /// @throws BackupException when the parts are not in their order, or of another store
    /// @throws CorruptionException when bytes do not sum up
    /// @throws ResourceExhaustedException when the disk is full; what came is taken up next time
    public void accept(BackupPart part) {
        try {
            switch (part) {
                case BackupPart.Begin started -> begin(started);
                case BackupPart.FileBegin file -> begin(file);
                case BackupPart.Chunk chunk -> current().append(chunk);
                case BackupPart.FileEnd end -> end(end);
                case BackupPart.End _ -> finish();
            }
        } catch (IOException e) {
            throw failure("the backup could not be written", e);
        }
    }

    private void begin(BackupPart.Begin started) {
        UUID here = before.map(BackupCatalogue::store).orElse(started.store());
        if (!here.equals(started.store())) {
            throw new BackupException(disk + " is a backup of store " + here + ", not of " + started.store()
                    + ": name another directory");
        }
        begin = started;
    }

    private void begin(BackupPart.FileBegin file) throws IOException {
        if (begin == null
                || incoming != null
                || received.size() >= begin.files().size()) {
            throw new BackupException("the parts of the backup are out of order at " + file);
        }
        BackupPart.Listed expected = begin.files().get(received.size());
        StoredFile here = stored.get(file.name());
        boolean fits = expected.name().equals(file.name())
                && expected.bytes() == file.bytes()
                && (file.from() == 0 || (here != null && here.held().bytes() == file.from()));
        if (!fits) {
            throw new BackupException(
                    "the parts of the backup do not fit: " + file + " where " + expected + " was due");
        }
        incoming = IncomingFile.begin(disk, partName(file.name()), file, here);
    }

    private IncomingFile current() {
        if (incoming == null) {
            throw new BackupException("the parts of the backup are out of order: bytes of no file");
        }
        return incoming;
    }

    private void end(BackupPart.FileEnd end) throws IOException {
        received.add(current().finish(end.crc32c()));
        incoming = null;
    }

    private void finish() throws IOException {
        BackupPart.Begin started = begin;
        if (started == null
                || incoming != null
                || received.size() != started.files().size()) {
            throw new BackupException("the backup ended before it was whole");
        }
        BackupCatalogue catalogue =
                new BackupCatalogue(started.store(), started.revision(), clock.wallMillis(), received);
        disk.syncDirectory(FILES);
        if (disk.exists(CATALOGUE_BEING_MADE)) {
            disk.delete(CATALOGUE_BEING_MADE);
        }
        try (DiskFile file = disk.create(CATALOGUE_BEING_MADE, WriteMode.BUFFERED)) {
            file.writeFully(ByteBuffer.wrap(catalogue.encode()), 0);
            file.sync(SyncKind.FULL);
        }
        disk.rename(CATALOGUE_BEING_MADE, BackupCatalogue.NAME);
        disk.syncDirectory("");
        finished = Optional.of(catalogue);
        deleteOthers();
    }

    private void deleteOthers() throws IOException {
        Set<String> listed = new HashSet<>();
        received.forEach(file -> listed.add(storedName(file)));
        for (String name : disk.list(FILES)) {
            if (!listed.contains(FILES + "/" + name)) {
                disk.delete(FILES + "/" + name);
            }
        }
    }

    /// The backup that was received; empty until its last part came.
    public Optional<BackupCatalogue> received() {
        return finished;
    }

    private static StoreException failure(String what, IOException e) {
        return switch (e) {
            case DiskFullException full -> new ResourceExhaustedException(what + ": " + full.getMessage(), full);
            case DamagedFileException damaged -> new CorruptionException(what + ": " + damaged.getMessage(), damaged);
            default -> new BackupException(what + ": " + e.getMessage(), e);
        };
    }

    /// Lets go of the directory. A file on its way stays as far as it came.
    @Override
    public void close() {
        try (Closeable _ = lock) {
            if (incoming != null) {
                incoming.close();
            }
        } catch (IOException e) {
            throw failure("the backup directory could not be closed", e);
        }
    }
}
