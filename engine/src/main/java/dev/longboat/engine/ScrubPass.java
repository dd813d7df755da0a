package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.ForeignFormatException;
import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.JournalFiles;
import dev.longboat.journal.JournalVerifier;
import dev.longboat.journal.Position;
import dev.longboat.table.BlockCache;
import dev.longboat.table.RowCursor;
import dev.longboat.table.Table;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.UUID;

/// One pass over the files of a running store: each is read to its end, past every cache, against
/// its own checksums. It holds nothing of the store while it reads, only the file it has open, so
/// that a slow pass keeps no space; a file that the store needs no longer is passed over.
///
/// Confined to the thread that scrubs.
final class ScrubPass {
    private final OpenStore store;
    private final ReadingDisk disk;
    private final Listener listener;

    /// Learns what the pass meets.
    interface Listener {
        /// A file is about to be read.
        void begins(String file);

        /// It is whole, or gone.
        void sound(String file);

        /// It is not.
        void damaged(String file, long offset, String problem, String keys);
    }

    ScrubPass(OpenStore store, ReadingDisk.Pace pace, Listener listener) {
        this.store = store;
        this.disk = new ReadingDisk(store.directory().disk(), pace);
        this.listener = listener;
    }

    /// Bytes that a pass over the store as it is now reads.
    static long bytes(OpenStore store) {
        ManifestState live = store.manifest().state();
        return live.segments().stream().mapToLong(ChainedSegment::end).sum()
                + store.journal().durable().offset()
                + live.tables().stream()
                        .mapToLong(ManifestState.TableEntry::fileBytes)
                        .sum();
    }

    /// Reads everything.
    ///
    /// @throws IOException when the pace ended it
    void run() throws IOException {
        ManifestState live = store.manifest().state();
        Position durable = store.journal().durable();
        for (ChainedSegment segment : live.segments()) {
            boolean last = segment.isOpen();
            int end = last && durable.segment() == segment.id() ? durable.offset() : segment.end();
            if (end > JournalFiles.FIRST_FRAME_OFFSET) {
                ChainedSegment read = new ChainedSegment(segment.id(), segment.generation(), end);
                scrub(JournalFiles.nameOf(segment.id()), () -> verify(read));
            }
        }
        for (ManifestState.TableEntry table : live.tables()) {
            scrub(LiveTable.nameOf(table.id()), () -> verify(table));
        }
    }

    /// Reads a file against its checksums.
    private interface Verification {
        void run() throws IOException;
    }

    private void scrub(String file, Verification verification) throws IOException {
        listener.begins(file);
        try {
            verification.run();
            listener.sound(file);
        } catch (NoSuchFileException _) {
            if (isListed(file)) {
                listener.damaged(file, 0, "the file is missing", keysOf(file));
            } else {
                listener.sound(file);
            }
        } catch (DamagedFileException e) {
            if (e.getCause() instanceof NoSuchFileException && !isListed(file)) {
                listener.sound(file);
            } else {
                listener.damaged(file, e.offset(), StoreVerifier.Fault.problemOf(e), keysOf(file));
            }
        } catch (ForeignFormatException | EOFException e) {
            listener.damaged(file, 0, String.valueOf(e.getMessage()), keysOf(file));
        }
    }

    private void verify(ChainedSegment segment) throws IOException {
        new JournalVerifier(disk, id(), (_, _, _, _) -> {}).verify(segment, JournalFiles.FIRST_FRAME_OFFSET);
    }

    private void verify(ManifestState.TableEntry entry) throws IOException {
        String name = LiveTable.nameOf(entry.id());
        try (BlockCache cache = new BlockCache(0);
                Table table = Table.open(disk, name, id(), entry.id(), cache)) {
            if (table.summary().footerCrc32c() != entry.footerCrc32c()) {
                throw new DamagedFileException(
                        name, entry.fileBytes() - 1, "it is not the table that the manifest lists");
            }
            table.verify();
        }
    }

    private UUID id() {
        return store.directory().identity().store();
    }

    private boolean isListed(String file) {
        ManifestState live = store.manifest().state();
        return live.segments().stream()
                        .anyMatch(each -> JournalFiles.nameOf(each.id()).equals(file))
                || live.tables().stream()
                        .anyMatch(each -> LiveTable.nameOf(each.id()).equals(file));
    }

    /// Which keys a damaged file concerns: of a table, from its first to its last; of a segment,
    /// those whose values can be reached and are no longer whole.
    private String keysOf(String file) throws IOException {
        TableSet set = store.state().hold();
        try {
            Optional<LiveTable> table = set.tables().stream()
                    .filter(each -> LiveTable.nameOf(each.entry().id()).equals(file))
                    .findFirst();
            return table.isPresent() ? keysBetween(table.get().table()) : keysIn(set, file);
        } finally {
            store.state().release(set);
        }
    }

    private static String keysBetween(Table table) {
        return "some from " + EntryDump.key(table.summary().firstKey()) + " to "
                + EntryDump.key(table.summary().lastKey());
    }

    private String keysIn(TableSet set, String file) {
        KeyList keys = new KeyList();
        ValueCheck check = new ValueCheck(
                store.journal()::read,
                pointer -> JournalFiles.nameOf(pointer.segment()).equals(file));
        try (RowCursor rows = set.cursor()) {
            check.check(rows, (key, revision, _) -> keys.add(key, revision));
        } catch (IOException e) {
            return "they cannot be told: " + e.getMessage();
        }
        return keys.isEmpty() ? "none whose value can be reached" : keys.toString();
    }
}
