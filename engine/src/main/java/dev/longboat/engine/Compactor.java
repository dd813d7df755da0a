package dev.longboat.engine;

import dev.longboat.disk.Clock;
import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.ExhaustedException;
import dev.longboat.journal.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// Keeps reads quick and the directory small, one piece of work at a time: merges tables, moves
/// values out of segments that are mostly garbage, and lets go of segments that hold nothing else.
///
/// The order is that of E4: new tables and moved values are durable, then the manifest edit, then
/// readers see it, then what it replaces is deleted with its last reader. Confined to the
/// store-compaction thread.
final class Compactor {
    private static final System.Logger LOGGER = System.getLogger("dev.longboat.engine");

    private final AppliedState state;
    private final Manifest manifest;
    private final TableFiles files;
    private final Journal journal;
    private final ValueReader values;
    private final SegmentPins pins;
    private final Replicator replicator;
    private final SpaceGuard space;
    private final StoreOptions options;
    private final CompactionPicker picker;
    private final SegmentCollector collector;
    private final CompactionTally tally;
    private final Ageing ageing;
    private long nextMove;

    /// Of values, when the memtable was last sealed for want of room.
    private long liveBytesAtSeal = Long.MAX_VALUE;

    /// Tables that a merge at the bottom has written.
    private final Set<Long> settled = new HashSet<>();

    /// What a compaction met that was damaged: there is none any more until the next start, which
    /// leaves everything as readable as it is.
    private Optional<Exception> damage = Optional.empty();

    /// @param firstMove drawn at random: what names the extents of moved values
    Compactor(
            AppliedState state,
            Manifest manifest,
            TableFiles files,
            Journal journal,
            ValueReader values,
            SegmentPins pins,
            Replicator replicator,
            SpaceGuard space,
            StoreOptions options,
            CompactionTally tally,
            Clock clock,
            long firstMove) {
        this.state = state;
        this.manifest = manifest;
        this.files = files;
        this.journal = journal;
        this.values = values;
        this.pins = pins;
        this.replicator = replicator;
        this.space = space;
        this.options = options;
        this.picker = new CompactionPicker(options.mergeFanIn(), options.tableBytesMax());
        this.collector =
                new SegmentCollector(manifest, journal, pins, options.collectBelowPercent(), options.extentBytes());
        this.tally = tally;
        this.ageing = new Ageing(state, replicator, options.retention(), clock);
        this.nextMove = firstMove;
    }

    /// Does the most urgent piece of work.
    ///
    /// @return whether there was any
    boolean step(Pace pace) throws IOException {
        if (damage.isPresent()) {
            return false;
        }
        try {
            return space.tried(() -> attempt(pace));
        } catch (DamagedFileException | CorruptionException e) {
            LOGGER.log(System.Logger.Level.ERROR, "compaction has stopped until the next start", e);
            damage = Optional.of(e);
            return false;
        }
    }

    private boolean attempt(Pace pace) throws IOException {
        TableSet set = state.hold();
        try {
            ageing.step(set);
            collector.sweep();
            if (collector.retire(set)) {
                return true;
            }
            Reach reach = state.reach();
            boolean pressed = space.isPressed();
            Set<Integer> victims = collector.victims(set, pressed, space.roomBytes() / 4 * 3);
            return compact(set, reach, victims, pressed, pace)
                    || (!victims.isEmpty() && compact(set, reach, Set.of(), pressed, pace))
                    || (pressed && seal(set));
        } finally {
            set.release();
        }
    }

    /// Does the most urgent merge for which there is room, values leaving the victims on the way.
    private boolean compact(TableSet set, Reach reach, Set<Integer> victims, boolean pressed, Pace pace)
            throws IOException {
        Predicate<Compaction> fits = merge -> collector.bytesToWrite(merge, victims) <= space.roomBytes();
        Optional<Compaction> picked = pressed
                ? picker.pickForRoom(
                        set.runs(),
                        reach,
                        victims,
                        table -> settled.contains(table.entry().id()),
                        fits)
                : picker.pick(set.runs(), reach, victims, fits);
        if (picked.isPresent()) {
            compact(picked.get(), reach, victims, pace);
        }
        return picked.isPresent();
    }

    /// Nothing else gives room back: what the memtable holds may have made garbage of more, and the
    /// segments from which a replay begins may be full of it. With nothing in the memtable that is
    /// so only when less lives than the last time.
    private boolean seal(TableSet set) throws IOException {
        Memtable active = state.active();
        if (!set.sealed().isEmpty() || active.tableBytes() > space.roomBytes()) {
            return false;
        }
        long live = SegmentCollector.liveBytes(set);
        if (active.isEmpty() && live >= liveBytesAtSeal) {
            return false;
        }
        liveBytesAtSeal = live;
        CompletableFuture<Void> done = new CompletableFuture<>();
        replicator.propose(new Proposal.Seal(done));
        Relocation.join(done);
        return true;
    }

    /// What the merge leaves out depends on removals that are not merged with it: a set that is
    /// held only after the reach was read has all of them that came before the horizon.
    private void compact(Compaction compaction, Reach reach, Set<Integer> victims, Pace pace) throws IOException {
        TableSet whole = state.hold();
        try {
            compact(compaction, reach, whole, victims, pace);
        } finally {
            whole.release();
        }
    }

    private static long newestRemoval(TableSet whole, byte[] storedKey) throws IOException {
        return whole.find(storedKey, Long.MAX_VALUE)
                .map(change -> change.at().removalRevision())
                .orElse(0L);
    }

    private static boolean holds(TableSet whole, Reach reach, long lease, Key key) throws IOException {
        return new VersionReader(whole, reach, Long.MAX_VALUE, View.NEWEST)
                .find(StoredKeys.of(key))
                .filter(put -> put.lease() == lease)
                .isPresent();
    }

    private void compact(Compaction compaction, Reach reach, TableSet whole, Set<Integer> victims, Pace pace)
            throws IOException {
        // What is moved lies in the journal from here on, and nothing refers to it before the edit.
        try (SegmentPins.Range _ = pins.pinFrom(journal.durable().segment());
                SpaceGuard.Promise _ = space.promise(collector.bytesToWrite(compaction, victims))) {
            Relocation relocation = new Relocation(
                    victims,
                    values,
                    replicator,
                    pace,
                    nextMove++,
                    options.extentBytes(),
                    new MemoryBudget(options.memoryBytes()).movingBytes());
            CompactionJob job = new CompactionJob(
                    compaction,
                    files,
                    reach,
                    key -> newestRemoval(whole, key),
                    (lease, key) -> holds(whole, reach, lease, key),
                    relocation,
                    options.tableBytesMax(),
                    pace);
            List<ManifestState.TableEntry> entries = job.run();
            List<LiveTable> written = open(entries);
            install(compaction, entries, written);
            collector.cleared(victims, written);
            settle(compaction, entries);
            tally.compacted(compaction, entries);
        }
    }

    private void settle(Compaction compaction, List<ManifestState.TableEntry> written) {
        compaction.inputs().forEach(table -> settled.remove(table.entry().id()));
        if (compaction.bottom()) {
            written.forEach(entry -> settled.add(entry.id()));
        }
    }

    private List<LiveTable> open(List<ManifestState.TableEntry> entries) throws IOException {
        List<LiveTable> written = new ArrayList<>();
        for (ManifestState.TableEntry entry : entries) {
            written.add(files.open(entry));
        }
        return written;
    }

    private void install(Compaction compaction, List<ManifestState.TableEntry> entries, List<LiveTable> written)
            throws IOException {
        List<Long> ids =
                compaction.inputs().stream().map(each -> each.entry().id()).toList();
        try {
            manifest.append(new ManifestEdit.Merged(ids, entries));
        } catch (ExhaustedException e) {
            for (LiveTable table : written) {
                table.discard();
            }
            throw e;
        } catch (IOException | RuntimeException e) {
            for (LiveTable table : written) {
                table.letGo();
            }
            throw e;
        }
        state.merged(compaction.inputs(), written);
    }
}
