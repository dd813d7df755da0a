package dev.longboat.engine;

import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.Position;
import java.util.ArrayList;
import java.util.List;

/// What the manifest says is live. Immutable.
///
/// @param segments of the journal, in order; the last is open
/// @param tables newest first; each covers revisions above those of the next
/// @param applied how far the tables reach
/// @param nextSegment above the id of every segment ever chained
/// @param nextTable above the id of every table ever listed
record ManifestState(
        List<ChainedSegment> segments,
        List<TableEntry> tables,
        Memtable.Applied applied,
        int nextSegment,
        long nextTable) {
    /// A new store's: revision 1, nothing in it.
    static final ManifestState EMPTY =
            new ManifestState(List.of(), List.of(), new Memtable.Applied(Position.START, 0, 1, 0, 0), 1, 1);

    ManifestState {
        segments = List.copyOf(segments);
        tables = List.copyOf(tables);
    }

    /// A live table.
    ///
    /// @param footerCrc32c the checksum that its footer must have, and so the whole file
    record TableEntry(long id, long fileBytes, long rows, long revisionMin, long revisionMax, int footerCrc32c) {}

    /// The state after an edit.
    ///
    /// @throws IllegalArgumentException when the edit does not follow from this state
    ManifestState after(ManifestEdit edit) {
        return switch (edit) {
            case ManifestEdit.Whole whole -> whole.state();
            case ManifestEdit.Chained chained -> afterChained(chained);
            case ManifestEdit.Flushed flushed ->
                new ManifestState(
                        segments,
                        prepend(flushed.table(), tables),
                        flushed.applied(),
                        nextSegment,
                        Math.max(nextTable, flushed.table().id() + 1));
            case ManifestEdit.Merged merged -> afterMerged(merged);
        };
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
        return new ManifestState(chain, tables, applied, chained.next().id() + 1, nextTable);
    }

    private ManifestState afterMerged(ManifestEdit.Merged merged) {
        List<TableEntry> left = new ArrayList<>();
        boolean placed = false;
        int gone = 0;
        for (TableEntry table : tables) {
            if (!merged.replaced().contains(table.id())) {
                left.add(table);
                continue;
            }
            gone++;
            if (!placed) {
                left.add(merged.table());
                placed = true;
            }
        }
        if (gone != merged.replaced().size() || gone == 0) {
            throw new IllegalArgumentException("tables " + merged.replaced() + " are not all among " + tables);
        }
        return new ManifestState(
                segments,
                left,
                applied,
                nextSegment,
                Math.max(nextTable, merged.table().id() + 1));
    }

    private static List<TableEntry> prepend(TableEntry first, List<TableEntry> rest) {
        List<TableEntry> all = new ArrayList<>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return all;
    }
}
