package dev.longboat.engine;

import dev.longboat.disk.Ballast;
import dev.longboat.disk.Clock;
import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.DataDirectory;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.Randomness;
import dev.longboat.journal.FrameHead;
import dev.longboat.journal.FrameType;
import dev.longboat.journal.FrameVisitor;
import dev.longboat.journal.Journal;
import dev.longboat.journal.JournalOptions;
import dev.longboat.journal.Position;
import dev.longboat.table.BlockCache;
import dev.longboat.table.SlabCache;
import dev.longboat.table.TableOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/// Recovery: from the files in a directory to a store that is open. The manifest says what is live;
/// tables are opened by their footers; the journal is replayed from where the tables end. Nothing
/// is changed on disk before all that has been found good (E7), and everything done may be done
/// again after a crash in the middle.
///
/// Confined to the opening thread.
final class StoreOpening implements FrameVisitor {
    private final Deque<Closeable> opened = new ArrayDeque<>();
    private final StorePorts ports;
    private final StoreOptions options;
    private final Compressor compressor;
    private final DataDirectory directory;
    private final Ballast ballast;
    private final MemoryBudget budget;
    private final SegmentPins pins = new SegmentPins();
    private final AppliedState state;
    private final ValueReader values;
    private final Manifest manifest;
    private final TableFiles files;
    private final SlabCache valueCache;
    private final BlockCache blockCache;

    private StoreOpening(DataDirectory directory, StorePorts ports, StoreOptions options, Compressor compressor)
            throws IOException {
        this.directory = owned(directory);
        this.ports = ports;
        this.options = options;
        this.compressor = compressor;
        this.ballast = new Ballast(directory.disk(), options.ballastBytes());
        this.budget = new MemoryBudget(options.memoryBytes());
        try {
            Disk disk = directory.disk();
            manifest = owned(Manifest.open(disk, directory.identity().store()));
            valueCache = owned(new SlabCache(budget.valueCacheBytes()));
            blockCache = owned(new BlockCache(budget.blockCacheBytes()));
            values = new ValueReader(valueCache, SlabCache.ENTRY_BYTES_MAX, compressions());
            files = new TableFiles(
                    disk,
                    directory.identity().store(),
                    blockCache,
                    values,
                    pins,
                    TableOptions.defaults().withBlockBytes(options.blockBytes()),
                    manifest.state().nextTable());
            List<LiveTable> tables = new ArrayList<>();
            for (ManifestState.TableEntry entry : manifest.state().tables()) {
                LiveTable table = files.open(entry);
                owned(table.table());
                tables.add(table);
            }
            state = new AppliedState(manifest.state().applied(), tables, values, pins, options);
        } catch (IOException | RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    /// Compressions are looked for when there is use for one. From the manifest's next edit on,
    /// which comes before any value is written, only builds open the store that know of compressed
    /// ones.
    private Compressions compressions() {
        if (options.compression().isPresent()) {
            manifest.require(ManifestState.COMPRESSED_VALUES);
        }
        boolean needed = (manifest.state().features() & ManifestState.COMPRESSED_VALUES) != 0;
        return needed ? Compressions.find() : Compressions.NONE;
    }

    static Store open(Path root, StoreOptions options) throws IOException {
        return open(
                () -> DataDirectory.open(root),
                directory -> new StorePorts(directory.disk(), Clock.system(), Randomness.system(), true),
                options);
    }

    static Store open(StorePorts ports, StoreOptions options) throws IOException {
        return open(() -> DataDirectory.open(ports.disk(), ports.clock(), ports.randomness()), _ -> ports, options);
    }

    /// Where a data directory comes from.
    private interface Directories {
        DataDirectory open() throws IOException;
    }

    /// Opens the store; on a full disk once more, with the ballast given up.
    private static Store open(Directories directories, Function<DataDirectory, StorePorts> ports, StoreOptions options)
            throws IOException {
        Compressor compressor = new Compressor(
                options.compression().map(name -> Compressions.find().named(name)), options.compressedValueBytesMin());
        DataDirectory first = directories.open();
        StoreOpening opening = new StoreOpening(first, ports.apply(first), options, compressor);
        Optional<Store> store = opening.open(true);
        if (store.isPresent()) {
            return store.get();
        }
        DataDirectory again = directories.open();
        return new StoreOpening(again, ports.apply(again), options, compressor)
                .open(false)
                .orElseThrow();
    }

    /// @return empty when the disk was full, and the ballast has been given up
    private Optional<Store> open(boolean withBallast) throws IOException {
        try {
            Journal journal = owned(Journal.open(
                    directory.disk(),
                    directory.identity().store(),
                    manifest,
                    manifest.state().applied().position(),
                    journalOptions(),
                    this));
            values.attach(journal, state);
            files.deleteOrphans(manifest.state().tables());
            return Optional.of(new Store(wire(journal), compressor, options, ports));
        } catch (DiskFullException e) {
            try {
                if (withBallast && ballast.release()) {
                    return Optional.empty();
                }
            } finally {
                closeAll();
            }
            throw e;
        } catch (IOException | RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    private JournalOptions journalOptions() {
        return new JournalOptions(
                options.segmentBytes(),
                options.frameBytesMax(),
                options.zeroAheadBytes(),
                JournalOptions.defaults().readHandlesMax());
    }

    /// Replays one frame.
    @Override
    public void frame(FrameHead head, Position payloadAt, int generation, ByteBuffer payload) throws IOException {
        if (head.type() == FrameType.ENTRY && head.index() > state.index()) {
            try {
                state.apply(head.index(), payloadAt, generation, payload);
            } catch (IllegalArgumentException e) {
                throw new DamagedFileException(
                        "journal segment " + payloadAt.segment(), payloadAt.offset(), String.valueOf(e.getMessage()));
            }
        }
    }

    private OpenStore wire(Journal journal) throws IOException {
        StoreHealth health = new StoreHealth();
        CompletableFuture<Void> _ = health.failure().thenRun(state.feed()::wakeAll);
        SpaceGuard space = SpaceGuard.open(
                directory.disk(),
                ports.clock(),
                ballast,
                new Quota(options.quotaBytes(), new LiveBytes(manifest, journal)),
                () -> manifest.state().tableBytes() + 2 * state.active().tableBytes());
        MemtableLimit limit = new MemtableLimit(journal, state, manifest, options, budget);
        SoloReplicator solo =
                new SoloReplicator(journal, state, values, pins, ports.clock(), health, limit, space, options);
        Replicator replicator =
                ports.threads() ? new ReplicatorDriver(solo, state, health) : new InlineReplicator(solo, state, health);
        CompactionTally compactions = new CompactionTally();
        Flush flush = new Flush(state, manifest, files, space);
        Compactor compactor = new Compactor(
                state,
                manifest,
                files,
                journal,
                values,
                pins,
                replicator,
                space,
                options,
                compactions,
                ports.clock(),
                ports.randomness().nextLong());
        Background background = ports.threads()
                ? new BackgroundDriver(
                        flush, compactor, state, ports.clock(), health, options.compactionBytesPerSecond())
                : new InlineBackground(flush, compactor, state, health);
        limit.attach(background);
        space.onRoom(background::wake);
        if (background instanceof BackgroundDriver driver) {
            driver.start();
        }
        if (replicator instanceof ReplicatorDriver driver) {
            driver.start();
        }
        Lessor lessor = new Lessor(ports.clock(), replicator);
        state.leases().attach(lessor);
        Optional<LessorDriver> lessorDriver =
                ports.threads() ? Optional.of(new LessorDriver(lessor, health)) : Optional.empty();
        lessorDriver.ifPresent(LessorDriver::start);
        Optional<ExecutorService> readers = ports.threads() ? Optional.of(ReaderDriver.start()) : Optional.empty();
        Foresight foresight =
                new Foresight(state, readers.<Executor>map(each -> each).orElse(_ -> {}));
        TablePreload preload = new TablePreload(state, blockCache);
        readers.ifPresent(preload::runSoon);
        return new OpenStore(
                directory,
                manifest,
                journal,
                state,
                values,
                pins,
                compactions,
                valueCache,
                blockCache,
                health,
                space,
                background,
                replicator,
                lessor,
                lessorDriver,
                foresight,
                preload,
                readers,
                options.extentBytes());
    }

    /// Remembers to close a part if the opening fails.
    private <T extends Closeable> T owned(T part) {
        opened.push(part);
        return part;
    }

    private void closeAll() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
