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
import java.util.List;
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
        SegmentPins pins,
        CompactionTally compactions,
        SlabCache valueCache,
        BlockCache blockCache,
        StoreHealth health,
        SpaceGuard space,
        Background background,
        Replicator replicator,
        Lessor lessor,
        Optional<LessorDriver> lessorDriver,
        Foresight foresight,
        TablePreload preload,
        Optional<ExecutorService> readers,
        int extentBytes) {
    /// Of the keys of a lease, in one answer.
    private static final long HELD_BYTES_MAX = 1 << 20;

    Snapshot snapshot(View view) {
        Beginning read = begin(view);
        return new Snapshot(read.set(), read.reach(), read.revision(), view, values);
    }

    /// Where a read begins. Its set is held for it.
    ///
    /// @param reach a store that has come no less far than the set's merges
    record Beginning(long revision, TableSet set, Reach reach) {}

    /// The revision is read before the set is held: a set holds every row up to the revision that
    /// was there before it was taken, but not those of a memtable begun after it. And the set must
    /// not have gone ahead of the revision, nor of the reach, in what its merges left out.
    Beginning begin(View view) {
        while (true) {
            long revision = state.revision();
            TableSet set = state.hold();
            if (set.flushedRevision() <= revision) {
                try {
                    Reach reach = state.reach();
                    checkReadable(view, revision, reach);
                    return new Beginning(revision, set, reach);
                } catch (RevisionException e) {
                    state.release(set);
                    throw e;
                }
            }
            state.release(set);
        }
    }

    Lookup tryGet(Key key, View view) {
        Beginning read = begin(view);
        TableSet set = read.set();
        try {
            if (!view.isNewest()) {
                return new Lookup.OnDisk();
            }
            Optional<Change> found = set.findInMemory(StoredKeys.of(key), read.revision());
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
        Value value =
                new Value(put.value(), values, StoredKeys.of(key), put.at().revision()).loadedIfCached();
        return value.isLoaded() ? new Lookup.Found(new KeyValue(put.of(key), value)) : new Lookup.OnDisk();
    }

    private static void checkReadable(View view, long newest, Reach reach) {
        if (view.revision() > newest) {
            throw RevisionException.future(view.revision(), newest);
        }
        if (view.revision() > 0 && view.revision() < reach.horizon()) {
            throw RevisionException.trimmed(view.revision(), reach.horizon());
        }
    }

    long revisionAt(long millis) {
        Beginning read = begin(View.NEWEST);
        try {
            long oldest = Math.max(1, read.reach().horizon());
            return Math.max(oldest, TimeIndex.revisionBefore(read.set(), millis, read.revision()));
        } catch (IOException e) {
            throw Failures.ofRead(e);
        } finally {
            state.release(read.set());
        }
    }

    /// Pins the segments in which the pieces of an upload that begins now will lie.
    SegmentPins.Range pinUpload() {
        return pins.pinFrom(journal.durable().segment());
    }

    Optional<LeaseStatus> lease(long id) {
        return state.leases().find(id).map(this::status);
    }

    List<LeaseStatus> leases(long after, int limit) {
        return state.leases().page(after, limit).stream().map(this::status).toList();
    }

    private LeaseStatus status(Lease lease) {
        return new LeaseStatus(lease, lessor.remainingMillis(lease));
    }

    HeldKeys heldKeys(Lease lease, byte[] after, int keysMax) {
        Beginning read = begin(View.NEWEST);
        VersionReader reader = new VersionReader(read.set(), read.reach(), read.revision(), View.NEWEST);
        try (LeaseRows.Keys keys = new LeaseRows.Keys(read.set().cursor(), read.revision(), lease.id(), after)) {
            return keys.held(
                    key -> reader.find(StoredKeys.of(key))
                            .filter(put -> lease.holds(put.of(key)))
                            .isPresent(),
                    keysMax,
                    HELD_BYTES_MAX);
        } catch (IOException e) {
            throw Failures.ofRead(e);
        } finally {
            state.release(read.set());
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
                Math.max(1, state.reach().horizon()),
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
                hot.bytes() + blocks.bytes(),
                compactions.compactions(),
                compactions.bytesRead(),
                compactions.bytesWritten(),
                compactions.rowsForgotten(),
                state.leases().count(),
                space.statistics());
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

    /// Ends in the order in which work flows: no more leases that end, no more reads ahead, no more
    /// moving of values, no more proposals, no more flushes, then the files.
    void close() throws IOException {
        lessorDriver.ifPresent(LessorDriver::close);
        preload.stop();
        readers.ifPresent(ExecutorService::close);
        background.stopCompacting();
        replicator.close();
        background.close();
        try (DataDirectory _ = directory;
                SlabCache _ = valueCache;
                BlockCache _ = blockCache;
                Manifest _ = manifest;
                Journal _ = journal) {
            values.close();
            state.close();
            state.feed().wakeAll();
        }
    }
}
