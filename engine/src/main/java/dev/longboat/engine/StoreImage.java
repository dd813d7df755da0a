package dev.longboat.engine;

import dev.longboat.disk.DataDirectory;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.JournalFiles;
import dev.longboat.journal.JournalVerifier;
import dev.longboat.journal.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The files of an open store at one revision, as a data directory of their own would hold them,
/// while the store goes on. None of them changes or goes before the image is closed.
///
/// ```
///     the store                          the image
///     journal/…16.seg  ends at E         the same
///     journal/…17.seg  open, durable     its bytes before D; it ends there
///                      up to D
///                                        journal/…18.seg, a header, open: made
///     tables/*.tbl     live              the same
///     manifest/…05.man                   manifest/00000001.man, one whole state: made
///     IDENTITY                           the same
/// ```
///
/// That the tail has an end in the image, and another segment follows, is what makes every byte of
/// it one that must be there: damage is refused when the image is opened, and never taken for a
/// tail that a crash left.
///
/// Confined to one thread at a time. Lifetime: holds the store's files until closed.
public final class StoreImage implements AutoCloseable {
    private static final String MANIFEST = ManifestFile.nameOf(1);

    private final OpenStore store;
    private final TableSet held;
    private final SegmentPins.Range pinned;
    private final ManifestState state;
    private final Map<String, ByteBuffer> made = new LinkedHashMap<>();
    private final List<ImageFile> files = new ArrayList<>();
    private final long revision;

    private @Nullable DiskFile open;

    private StoreImage(
            OpenStore store,
            TableSet held,
            SegmentPins.Range pinned,
            ManifestState live,
            Position durable,
            int segmentBytes)
            throws IOException {
        this.store = store;
        this.held = held;
        this.pinned = pinned;
        ChainedSegment last = live.segments().getLast();
        int end = durable.segment() == last.id() ? durable.offset() : JournalFiles.FIRST_FRAME_OFFSET;
        ChainedSegment next = new ChainedSegment(live.nextSegment(), 1, ChainedSegment.OPEN);
        this.state = live.after(new ManifestEdit.Chained(end, next));
        make(DataDirectory.IDENTITY, read(DataDirectory.IDENTITY));
        for (ChainedSegment segment : state.segments()) {
            String name = JournalFiles.nameOf(segment.id());
            if (segment.isOpen()) {
                make(name, JournalFiles.emptySegment(id(), segment, segmentBytes));
            } else {
                ImageFile.Kind kind = segment.id() == last.id() ? ImageFile.Kind.TAIL : ImageFile.Kind.SEGMENT;
                files.add(new ImageFile(name, segment.end(), kind));
            }
        }
        for (ManifestState.TableEntry table : state.tables()) {
            files.add(new ImageFile(LiveTable.nameOf(table.id()), table.fileBytes(), ImageFile.Kind.TABLE));
        }
        make(MANIFEST, ManifestFile.whole(id(), 1, state));
        this.revision = RevisionScan.of(disk(), id(), state);
    }

    /// Takes an image of a store as it is now.
    ///
    /// The set of tables, the manifest and the end of the journal are three things that change one
    /// after the other. They belong together when the set holds what the manifest lists, and the
    /// end lies in a segment that it knows; between an edit and its effect they do not, for a
    /// moment.
    static StoreImage of(OpenStore store, int segmentBytes) throws IOException {
        while (true) {
            store.health().check();
            TableSet set = store.state().hold();
            SegmentPins.Range pinned = store.pins().pin();
            boolean taken = false;
            try (SegmentPins.Range _ = store.pins().pinFrom(1)) {
                ManifestState live = store.manifest().state();
                Position durable = store.journal().durable();
                if (tables(set).equals(tables(live))
                        && durable.segment() <= live.segments().getLast().id()) {
                    // From here on those that are live stay, and those to come may go.
                    live.segments().forEach(segment -> pinned.cover(segment.id()));
                    StoreImage image = new StoreImage(store, set, pinned, live, durable, segmentBytes);
                    taken = true;
                    return image;
                }
            } finally {
                if (!taken) {
                    pinned.close();
                    store.state().release(set);
                }
            }
            Thread.onSpinWait();
        }
    }

    private static Set<Long> tables(TableSet set) {
        return set.tables().stream().map(table -> table.entry().id()).collect(Collectors.toSet());
    }

    private static Set<Long> tables(ManifestState state) {
        return state.tables().stream().map(ManifestState.TableEntry::id).collect(Collectors.toSet());
    }

    private void make(String name, ByteBuffer bytes) {
        made.put(name, bytes.asReadOnlyBuffer());
        files.add(new ImageFile(name, bytes.remaining(), ImageFile.Kind.MADE));
    }

    private ByteBuffer read(String name) throws IOException {
        try (DiskFile file = disk().openToRead(name)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.readFully(bytes, 0);
            return bytes.flip();
        }
    }

    private Disk disk() {
        return store.directory().disk();
    }

    /// The store that it is an image of.
    public UUID id() {
        return store.directory().identity().store();
    }

    /// The revision of its newest change.
    public long revision() {
        return revision;
    }

    /// Its files, each once; the one that says what is live comes last.
    public List<ImageFile> files() {
        return List.copyOf(files);
    }

    /// Fills a buffer with the bytes of a file from `offset` on, which must not reach beyond its
    /// end.
    ///
    /// @throws CorruptionException when they cannot be read
    public void read(ImageFile file, long offset, ByteBuffer target) {
        if (offset < 0 || offset + target.remaining() > file.bytes()) {
            throw new IllegalArgumentException(file + " has no bytes at " + offset + " +" + target.remaining());
        }
        ByteBuffer bytes = made.get(file.name());
        if (bytes != null) {
            target.put(bytes.slice((int) offset, target.remaining()));
            return;
        }
        try {
            opened(file.name()).readFully(target, offset);
        } catch (IOException e) {
            throw Failures.ofRead(e);
        }
    }

    private DiskFile opened(String name) throws IOException {
        DiskFile file = open;
        if (file == null || !file.name().equals(name)) {
            letGo();
            file = disk().openToRead(name);
            open = file;
        }
        return file;
    }

    private void letGo() throws IOException {
        if (open != null) {
            open.close();
            open = null;
        }
    }

    /// Reads a file against its own checksums, so that no copy is made of what is rotten.
    ///
    /// @throws CorruptionException when a byte of it is not as it was written
    public void verify(ImageFile file) {
        try {
            switch (file.kind()) {
                case MADE -> {}
                case TABLE -> tableOf(file).table().verify();
                case SEGMENT, TAIL ->
                    new JournalVerifier(disk(), id(), (_, _, _, _) -> {})
                            .verify(segmentOf(file), JournalFiles.FIRST_FRAME_OFFSET);
            }
        } catch (IOException e) {
            throw Failures.ofRead(e);
        }
    }

    private LiveTable tableOf(ImageFile file) {
        return held.tables().stream()
                .filter(table -> LiveTable.nameOf(table.entry().id()).equals(file.name()))
                .findFirst()
                .orElseThrow();
    }

    private ChainedSegment segmentOf(ImageFile file) {
        return state.segments().stream()
                .filter(segment -> JournalFiles.nameOf(segment.id()).equals(file.name()))
                .findFirst()
                .orElseThrow();
    }

    /// Lets go of the store's files.
    @Override
    public void close() {
        try {
            letGo();
        } catch (IOException e) {
            throw Failures.ofRead(e);
        } finally {
            pinned.close();
            store.state().release(held);
        }
    }
}
