package dev.longboat.engine;

import dev.longboat.disk.Clock;
import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.DataDirectory;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.ForeignFormatException;
import dev.longboat.disk.Identity;
import dev.longboat.disk.LinuxDisk;
import dev.longboat.disk.Randomness;
import dev.longboat.disk.SyncKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// Makes a store from a backup.
///
/// ```
///     every file is copied, and must sum to what the catalogue says
///       → an IDENTITY of the same store and a new node
///       → the store is opened, its rows brought into tables, and closed
///       → a manifest whose revision lies above the backup's
///       → its directory gets its name
/// ```
///
/// The revision moves on since the store may have gone on after the backup: a cache, a watcher or a
/// lock that saw revision 900 of it must never meet another change under that number. Ordinals go
/// on from the backup's. Nothing has the wanted name before all is whole and durable.
///
/// Confined to the thread that calls it.
public final class StoreRestore {
    /// How far the revision moves on when nobody says how far: more than a store changes between a
    /// backup and the loss of its disk.
    public static final long REVISION_BUMP_DEFAULT = 1_000_000_000;

    /// Of the store that is opened once.
    private static final StoreOptions OPTIONS = StoreOptions.defaults().withMemoryBytes(64 << 20);

    private static final int COPY_BYTES = 1 << 20;

    private final Disk backup;
    private final BackupCatalogue catalogue;
    private final StagedDirectory staged;
    private final StorePorts ports;
    private final StoreOptions options;

    private StoreRestore(
            Disk backup, BackupCatalogue catalogue, StagedDirectory staged, StorePorts ports, StoreOptions options) {
        this.backup = backup;
        this.catalogue = catalogue;
        this.staged = staged;
        this.ports = new StorePorts(staged.disk(), ports.clock(), ports.randomness(), false);
        this.options = options;
    }

    /// Restores a backup into a directory.
    ///
    /// @param from a backup's directory
    /// @param data to be made; new, or an empty directory
    /// @param revisionBump how far the revision moves on, at least 0
    /// @throws BackupException when there is no backup, or the place is taken
    /// @throws StoreFormatException when it is a backup of a newer format
    /// @throws CorruptionException when the backup is damaged; nothing was made
    /// @throws ResourceExhaustedException when the disk is full; nothing was made
    public static Restored restore(Path from, Path data, long revisionBump) {
        Path place = data.toAbsolutePath().normalize();
        Path parent = place.getParent();
        if (parent == null) {
            throw new BackupException("no store can be restored into " + place);
        }
        LinuxDisk target = LinuxDisk.at(parent);
        try {
            BackupCatalogue catalogue = catalogue(LinuxDisk.at(from));
            target.createRoot();
            return restore(
                    LinuxDisk.at(from),
                    catalogue,
                    new StorePorts(target, Clock.system(), Randomness.system(), false),
                    place.getFileName().toString(),
                    revisionBump,
                    OPTIONS);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// The catalogue of the backup on a disk.
    static BackupCatalogue catalogue(Disk backup) throws IOException {
        try {
            return BackupDirectory.catalogueOn(backup)
                    .orElseThrow(() -> new BackupException(
                            backup + " is no backup, or one that never was finished: it has no CATALOGUE"));
        } catch (ForeignFormatException e) {
            throw new StoreFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Restores a backup on any disk.
    ///
    /// @param ports whose disk is that of the parent
    /// @param options of the store that is opened once
    static Restored restore(
            Disk backup,
            BackupCatalogue catalogue,
            StorePorts ports,
            String name,
            long revisionBump,
            StoreOptions options) {
        if (revisionBump < 0) {
            throw new BackupException("the revision moves on by " + revisionBump + ": it never goes back");
        }
        try (StagedDirectory staged = StagedDirectory.begin(ports.disk(), name)) {
            return new StoreRestore(backup, catalogue, staged, ports, options).restore(revisionBump);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private Restored restore(long revisionBump) throws IOException {
        for (HeldFile file : catalogue.files()) {
            copy(file);
        }
        Identity old = DataDirectory.identityOn(staged.disk())
                .orElseThrow(() -> new DamagedFileException(BackupCatalogue.NAME, 0, "it lists no IDENTITY"));
        staged.disk().delete(DataDirectory.IDENTITY);
        DataDirectory.settle(staged.disk(), renewed(old));
        long revision = moveOn(revisionBump);
        staged.finish();
        return new Restored(
                catalogue.store(),
                catalogue.revision(),
                revision,
                catalogue.files().size(),
                catalogue.bytes());
    }

    /// The same store on another node: two directories that are written apart must not be taken for
    /// one.
    private Identity renewed(Identity old) {
        long node = ports.randomness().nextLong();
        return new Identity(
                old.store(),
                node == 0 ? 1 : node,
                old.formatVersion(),
                ports.clock().wallMillis());
    }

    private void copy(HeldFile file) throws IOException {
        String place = BackupDirectory.storedName(file);
        CRC32C crc = new CRC32C();
        try (DiskFile source = backup.openToRead(place);
                DiskFile target = staged.create(file.name())) {
            if (source.size() != file.bytes()) {
                throw new DamagedFileException(place, source.size(), "it should have " + file.bytes() + " bytes");
            }
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(COPY_BYTES, file.bytes()));
            for (long at = 0; at < file.bytes(); at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), file.bytes() - at));
                source.readFully(buffer, at);
                crc.update(buffer.flip());
                target.writeFully(buffer.rewind(), at);
            }
            target.sync(SyncKind.FULL);
        } catch (NoSuchFileException e) {
            DamagedFileException missing = new DamagedFileException(place, 0, "the file is missing");
            missing.initCause(e);
            throw missing;
        }
        if ((int) crc.getValue() != file.crc32c()) {
            throw new DamagedFileException(
                    place,
                    0,
                    "it sums to " + BackupCatalogue.hex((int) crc.getValue()) + ", the catalogue says "
                            + BackupCatalogue.hex(file.crc32c()));
        }
    }

    /// Opens the store once, so that all of its changes are in tables, and then lets its revision
    /// move on in a manifest of its own. An entry of the journal builds on the revision before it:
    /// with none left to replay, there is none that the new revision would make void.
    private long moveOn(long revisionBump) throws IOException {
        long revision;
        try (Store store = Store.open(ports, options)) {
            revision = store.revision();
            if (revision != catalogue.revision()) {
                throw new DamagedFileException(
                        BackupCatalogue.NAME,
                        0,
                        "its files stand at revision " + revision + ", it says " + catalogue.revision());
            }
            store.flush();
        }
        try (Manifest manifest = Manifest.open(staged.disk(), catalogue.store())) {
            ManifestState state = manifest.state();
            if (state.applied().revision() != revision) {
                throw new IOException("tables reach revision " + state.applied().revision() + ", not " + revision);
            }
            manifest.append(new ManifestEdit.Whole(state.movedOn(revisionBump)));
            return manifest.state().applied().revision();
        }
    }

    /// What callers see of a fault that a backup's reader met.
    static StoreException failure(IOException e) {
        return switch (e) {
            case DiskFullException full ->
                new ResourceExhaustedException("no room for the restored store: " + full.getMessage(), full);
            case DamagedFileException damaged ->
                new CorruptionException("the backup is damaged: " + damaged.getMessage(), damaged);
            case ForeignFormatException foreign ->
                new StoreFormatException("the backup cannot be read: " + foreign.getMessage(), foreign);
            case NoSuchFileException missing ->
                new BackupException("there is no backup: " + missing.getMessage() + " does not exist", missing);
            default -> new BackupException("the backup could not be read or restored: " + e.getMessage(), e);
        };
    }
}
