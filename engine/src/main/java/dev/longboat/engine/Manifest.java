package dev.longboat.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.ExhaustedException;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.SegmentChain;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The durable list of what is live, kept as edits. An edit is durable when [#append] returns.
///
/// The first edit after a start, and any that would make the file too long, goes to a fresh file
/// that begins with the whole state: written under another name, synced, renamed, the directory
/// synced; only then is the old one deleted. Of several complete files the newest counts. A failed
/// edit leaves the manifest failed for good: whether the next start finds it is unknown.
///
/// Safe for concurrent use: the store-journal and store-background threads append. It is the one
/// lock of the house that is held over I/O, since edits have one order on disk.
final class Manifest implements SegmentChain, Closeable {
    private static final String DIRECTORY = "manifest";
    private static final String TEMPORARY = "manifest/new.tmp";

    /// A file takes so many edits, and twice as many as there are live files more: then writing the
    /// whole state anew costs no more than the edits did.
    private static final int EDITS_PER_FILE = 8;

    private final Disk disk;
    private final UUID store;

    /// Changed under this object's monitor, read by anyone.
    private volatile ManifestState state;

    /// Of the file on disk; 0 when there is none yet.
    @GuardedBy("this")
    private long number;

    @GuardedBy("this")
    private long sequence;

    /// The file being appended to; null until the first edit since the start.
    @GuardedBy("this")
    private @Nullable DiskFile file;

    @GuardedBy("this")
    private long end;

    @GuardedBy("this")
    private Optional<IOException> failure = Optional.empty();

    private Manifest(Disk disk, UUID store, long number, ManifestFile.Contents contents) {
        this.disk = disk;
        this.store = store;
        this.number = number;
        this.state = contents.state();
        this.sequence = contents.sequence();
    }

    /// Reads the newest manifest of a directory, or begins with nothing where there is none.
    /// Changes nothing on disk.
    static Manifest open(Disk disk, UUID store) throws IOException {
        long newest = newest(disk);
        ManifestFile.Contents contents = newest == 0
                ? new ManifestFile.Contents(ManifestState.EMPTY, 0)
                : ManifestFile.read(disk, ManifestFile.nameOf(newest), store, newest);
        return new Manifest(disk, store, newest, contents);
    }

    /// The number of the newest manifest of a directory; 0 when there is none.
    static long newest(Disk disk) throws IOException {
        long newest = 0;
        if (disk.exists(DIRECTORY)) {
            for (String name : disk.list(DIRECTORY)) {
                newest = Math.max(newest, numberOf(name));
            }
        }
        return newest;
    }

    ManifestState state() {
        return state;
    }

    /// From the first edit on, the store has these features too. That edit goes to a fresh file.
    ///
    /// @throws IllegalStateException when there has been an edit since the start
    synchronized void require(long features) {
        if (file != null) {
            throw new IllegalStateException("features are in the head of a file, and this one has been begun");
        }
        state = state.with(features);
    }

    @Override
    public List<ChainedSegment> segments() {
        return state().segments();
    }

    @Override
    public int nextSegmentId() {
        return state().nextSegment();
    }

    @Override
    public void extend(int endOfLast, ChainedSegment next) throws IOException {
        append(new ManifestEdit.Chained(endOfLast, next));
    }

    /// Makes an edit durable, then part of the state.
    ///
    /// @throws IOException when it may not have become durable; then every later call fails too
    synchronized void append(ManifestEdit edit) throws IOException {
        if (failure.isPresent()) {
            throw new IOException("the manifest failed before: " + failure.get().getMessage(), failure.get());
        }
        ManifestState after = state.after(edit);
        try {
            if (file == null || sequence > editsMax()) {
                roll(after);
            } else {
                ByteBuffer record = ManifestFile.record(number, sequence + 1, ManifestCodec.encode(edit));
                int bytes = record.remaining();
                file.writeFully(record, end);
                sync(file, SyncKind.DATA);
                end += bytes;
                sequence++;
            }
        } catch (ExhaustedException e) {
            throw e; // Nothing was synced: the next edit is written over what little there may be.
        } catch (IOException e) {
            failure = Optional.of(e);
            throw e;
        }
        state = after;
    }

    /// Makes durable that the tables hold everything up to here: for when there was nothing to
    /// flush.
    synchronized void reach(Memtable.Applied applied) throws IOException {
        append(new ManifestEdit.Whole(state.reaching(applied)));
    }

    @GuardedBy("this")
    private long editsMax() {
        return EDITS_PER_FILE + 2L * (state.segments().size() + state.tables().size());
    }

    /// Goes on in a fresh file. Until that has its name, the one so far stays in use, so that a
    /// full disk leaves all as it was.
    @GuardedBy("this")
    private void roll(ManifestState whole) throws IOException {
        long next = number + 1;
        if (disk.exists(TEMPORARY)) {
            disk.delete(TEMPORARY);
        }
        if (next == 1) {
            DurableDirectory.create(disk, DIRECTORY);
        }
        DiskFile fresh = disk.create(TEMPORARY, WriteMode.BUFFERED);
        long written;
        try {
            written = begin(fresh, next, whole);
            disk.rename(TEMPORARY, ManifestFile.nameOf(next));
            settle(next);
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        close();
        file = fresh;
        end = written;
        number = next;
        sequence = 1;
    }

    /// Makes the new file's name durable, and takes the old one's away. From the rename on, no
    /// failure leaves it certain which of them the next start finds.
    private void settle(long next) throws IOException {
        try {
            disk.syncDirectory(DIRECTORY);
            for (String other : disk.list(DIRECTORY)) {
                if (numberOf(other) < next) {
                    disk.delete(DIRECTORY + "/" + other);
                }
            }
        } catch (ExhaustedException e) {
            throw new IOException("the manifest could not be exchanged: " + e.getMessage(), e);
        }
    }

    /// Makes the head and a whole state the durable bytes of a file.
    ///
    /// @return how many bytes that are
    private long begin(DiskFile fresh, long next, ManifestState whole) throws IOException {
        ByteBuffer head = ManifestFile.head(store, next, whole.features());
        ByteBuffer record = ManifestFile.record(next, 1, ManifestCodec.encode(new ManifestEdit.Whole(whole)));
        long written = (long) head.remaining() + record.remaining();
        fresh.writeFully(head, 0);
        fresh.writeFully(record, ManifestFile.HEAD_BYTES);
        sync(fresh, SyncKind.FULL);
        return written;
    }

    /// A sync that fails for want of space has failed like any other: what it covered is unknown.
    private static void sync(DiskFile file, SyncKind kind) throws IOException {
        try {
            file.sync(kind);
        } catch (DiskFullException e) {
            throw new IOException("a sync failed: " + e.getMessage(), e);
        }
    }

    private static long numberOf(String name) throws DamagedFileException {
        if (!name.endsWith(".man")) {
            return 0;
        }
        try {
            return Long.parseLong(name.substring(0, name.length() - ".man".length()));
        } catch (NumberFormatException _) {
            throw new DamagedFileException(DIRECTORY + "/" + name, 0, "not the name of a manifest");
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
