package dev.longboat.engine;

import dev.longboat.disk.DataDirectory;
import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.Journal;
import dev.longboat.journal.JournalStatistics;
import dev.longboat.table.BlockCache;
import dev.longboat.table.CacheStatistics;
import dev.longboat.table.NotCachedException;
import dev.longboat.table.SlabCache;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/// The parts of a store that is open, wired by [StoreOpening]. Safe for concurrent use. Lifetime:
/// owns all of them.
record OpenStore(
        DataDirectory directory,
        Manifest manifest,
        Journal journal,
        AppliedState state,
        ValueReader values,
        SlabCache valueCache,
        BlockCache blockCache,
        StoreHealth health,
        Background background,
        Replicator replicator,
        Foresight foresight,
        Optional<ExecutorService> readers,
        int extentBytes) {

    Snapshot snapshot(View view) {
        // Read before the set is held: a set holds every row up to the revision that was there
        // before it was taken, but not those of a memtable begun after it.
        long began = state.revision();
        checkReadable(view, began);
        return new Snapshot(state.hold(), began, view, values);
    }

    Lookup tryGet(Key key, View view) {
        long began = state.revision(); // Before the set is held, as above.
        checkReadable(view, began);
        if (!view.equals(View.NEWEST)) {
            return new Lookup.OnDisk();
        }
        TableSet set = state.hold();
        try {
            Optional<Change> found = set.findInMemory(StoredKeys.of(key), began);
            return switch (found.orElseGet(() -> new Change.Delete(Moment.NEVER))) {
                case Change.Put put -> loaded(key, put);
                case Change.Delete _ -> new Lookup.Absent();
                case Change.Removal _ -> new Lookup.OnDisk();
            };
        } catch (NotCachedException _) {
            return new Lookup.OnDisk();
        } catch (IOException e) {
            throw Failures.ofRead(e);
        } finally {
            state.release(set);
        }
    }

    private Lookup loaded(Key key, Change.Put put) {
        Value value = new Value(put.value(), values).loadedIfCached();
        return value.isLoaded() ? new Lookup.Found(new KeyValue(put.of(key), value)) : new Lookup.OnDisk();
    }

    private static void checkReadable(View view, long newest) {
        if (view.revision() > newest) {
            throw RevisionException.future(view.revision(), newest);
        }
    }

    StoreStatistics statistics() {
        ManifestState files = manifest.state();
        JournalStatistics journalled = journal.statistics();
        CacheStatistics hot = valueCache.statistics();
        CacheStatistics blocks = blockCache.statistics();
        long segmentBytes =
                files.segments().stream().mapToLong(ChainedSegment::end).sum()
                        + journal.durable().offset();
        return new StoreStatistics(
                state.revision(),
                1,
                state.keys(),
                segmentBytes,
                files.tables().stream()
                        .mapToLong(ManifestState.TableEntry::fileBytes)
                        .sum(),
                files.tables().size(),
                memtableBytes(),
                journalled.syncs(),
                journalled.batches(),
                journalled.payloadBytes(),
                journalled.paddingBytes(),
                hot.hits(),
                hot.misses(),
                blocks.hits(),
                blocks.misses(),
                hot.bytes() + blocks.bytes());
    }

    private long memtableBytes() {
        TableSet set = state.hold();
        try {
            return set.active().bytes()
                    + set.sealed().stream()
                            .mapToLong(each -> each.rows().bytes())
                            .sum();
        } finally {
            state.release(set);
        }
    }

    /// Ends in the order in which work flows: no more reads ahead, no more proposals, no more
    /// housekeeping, then the files.
    void close() throws IOException {
        readers.ifPresent(ExecutorService::close);
        replicator.close();
        background.close();
        try (DataDirectory _ = directory;
                SlabCache _ = valueCache;
                BlockCache _ = blockCache;
                Manifest _ = manifest;
                Journal _ = journal) {
            values.close();
            state.close();
        }
    }
}
