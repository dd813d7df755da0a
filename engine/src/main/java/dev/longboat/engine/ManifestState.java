package dev.longboat.engine;

import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the manifest says is live. Immutable.
///
/// @param segments of the journal, in order; the last is open
/// @param tables newest first: of two that hold the same key, the earlier holds its newer rows.
///     Tables of one run stand together
/// @param applied how far the tables reach
/// @param nextSegment above the id of every segment ever chained
/// @param nextTable above the id of every table ever listed
/// @param features what a build must know to read the store: bits, of which it has only ever more
record ManifestState(
        List<ChainedSegment> segments,
        List<TableEntry> tables,
        Memtable.Applied applied,
        int nextSegment,
        long nextTable,
        long features) {
    /// Rows and entries may hold compressed values.
    static final long COMPRESSED_VALUES = 1;

    /// Those that this build knows.
    static final long FEATURES_KNOWN = COMPRESSED_VALUES;

    /// A new store's: revision 1, nothing in it.
    static final ManifestState EMPTY =
            new ManifestState(List.of(), List.of(), new Memtable.Applied(Position.START, 0, 1, 0, 0, 0), 1, 1, 0);

    ManifestState {
        segments = List.copyOf(segments);
        tables = List.copyOf(tables);
    }

    /// A live table.
    ///
    /// @param footerCrc32c the checksum that its footer must have, and so the whole file
    /// @param run of which it is a part: tables of one run share no key. It is the id of the run's
    ///     first table
    /// @param horizon the store's when the table was written
    /// @param history what it holds beside the newest change of each key
    record TableEntry(
            long id,
            long fileBytes,
            long rows,
            long revisionMin,
            long revisionMax,
            int footerCrc32c,
            long run,
            long horizon,
            History history) {}

    /// How much of a table may one day be forgotten: an estimate, by which merges are chosen.
    ///
    /// @param shadowing rows with an older row of their key behind them, here or in an older table
    /// @param removals rows that take older ones away
    record History(long shadowing, long removals) {
        static final History NONE = new History(0, 0);
    }

    /// The state after an edit.
    ///
    /// @throws IllegalArgumentException when the edit does not follow from this state
    ManifestState after(ManifestEdit edit) {
        return switch (edit) {
            case ManifestEdit.Whole whole -> whole.state().with(features);
            case ManifestEdit.Chained chained -> afterChained(chained);
            case ManifestEdit.Flushed flushed -> afterFlushed(flushed);
            case ManifestEdit.Merged merged -> afterMerged(merged);
            case ManifestEdit.Retired retired -> afterRetired(retired);
        };
    }

    /// The state with these features too.
    ManifestState with(long more) {
        return new ManifestState(segments, tables, applied, nextSegment, nextTable, features | more);
    }

    /// The state with a revision that lies so far above: for a restored store, all of whose changes
    /// are in tables.
    ManifestState movedOn(long revisions) {
        Memtable.Applied moved = new Memtable.Applied(
                applied.position(),
                applied.index(),
                Math.addExact(applied.revision(), revisions),
                applied.commitTime(),
                applied.keys(),
                applied.horizon());
        return new ManifestState(segments, tables, moved, nextSegment, nextTable, features);
    }

    /// The bytes of all tables.
    long tableBytes() {
        return tables.stream().mapToLong(TableEntry::fileBytes).sum();
    }

    /// The state when the tables hold all that was applied, though none of them is new.
    ManifestState reaching(Memtable.Applied further) {
        return new ManifestState(segments, tables, further, nextSegment, nextTable, features);
    }

    private ManifestState afterChained(ManifestEdit.Chained chained) {
        List<ChainedSegment> chain = new ArrayList<>(segments);
        if (chain.isEmpty() != (chained.endOfLast() == ChainedSegment.OPEN)
                || chained.next().id() < nextSegment) {
            throw new IllegalArgumentException("segment " + chained.next().id() + " cannot follow " + segments);
        }
        if (!chain.isEmpty()) {
            ChainedSegment last = chain.removeLast();
            chain.add(new ChainedSegment(last.id(), last.generation(), chained.endOfLast()));
        }
        chain.add(chained.next());
        return new ManifestState(chain, tables, applied, chained.next().id() + 1, nextTable, features);
    }

    private ManifestState afterFlushed(ManifestEdit.Flushed flushed) {
        List<TableEntry> all = new ArrayList<>(tables.size() + 1);
        all.add(flushed.table());
        all.addAll(tables);
        return new ManifestState(
                segments, all, flushed.applied(), nextSegment, after(List.of(flushed.table())), features);
    }

    private ManifestState afterMerged(ManifestEdit.Merged merged) {
        Set<Long> replaced = new HashSet<>(merged.replaced());
        if (replaced.isEmpty()
                || tables.stream()
                                .filter(table -> replaced.contains(table.id()))
                                .count()
                        != replaced.size()) {
            throw new IllegalArgumentException("tables " + merged.replaced() + " are not all among " + tables);
        }
        List<TableEntry> left =
                TableOrder.replace(tables, table -> replaced.contains(table.id()), merged.tables(), TableEntry::run);
        return new ManifestState(segments, left, applied, nextSegment, after(merged.tables()), features);
    }

    private ManifestState afterRetired(ManifestEdit.Retired retired) {
        List<ChainedSegment> left = new ArrayList<>(segments);
        for (int id : retired.segments()) {
            if (id >= applied.position().segment() || !left.removeIf(segment -> segment.id() == id)) {
                throw new IllegalArgumentException(
                        "segment " + id + " is not one of " + segments + " before " + applied.position());
            }
        }
        return new ManifestState(left, tables, applied, nextSegment, nextTable, features);
    }

    private long after(List<TableEntry> added) {
        return added.stream().mapToLong(table -> table.id() + 1).reduce(nextTable, Math::max);
    }
}
