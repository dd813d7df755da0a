package dev.longboat.engine;

import dev.longboat.disk.Clock;
import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.ExhaustedException;
import dev.longboat.journal.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        this.collector = new SegmentCollector(manifest, journal, pins, options.collectBelowPercent());
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
            // On a full disk values move only when all that a segment may hold has room.
            Set<Integer> victims = space.allows(options.segmentBytes()) ? collector.victims(set) : Set.of();
            Optional<Compaction> picked =
                    picker.pick(set.runs(), reach, victims).filter(merge -> space.allows(merge.fileBytes()));
            if (picked.isPresent()) {
                compact(picked.get(), reach, victims, pace);
            }
            return picked.isPresent();
        } finally {
            set.release();
        }
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

    private void compact(Compaction compaction, Reach reach, TableSet whole, Set<Integer> victims, Pace pace)
            throws IOException {
        // What is moved lies in the journal from here on, and nothing refers to it before the edit.
        try (SegmentPins.Range _ = pins.pinFrom(journal.durable().segment())) {
            Relocation relocation =
                    new Relocation(victims, values, replicator, pace, nextMove++, options.extentBytes());
            CompactionJob job = new CompactionJob(
                    compaction,
                    files,
                    reach,
                    key -> newestRemoval(whole, key),
                    relocation,
                    options.tableBytesMax(),
                    pace);
            List<ManifestState.TableEntry> entries = job.run();
            List<LiveTable> written = open(entries);
            install(compaction, entries, written);
            collector.cleared(victims, written);
            tally.compacted(compaction, entries);
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
        }
        state.merged(compaction.inputs(), written);
    }
}
