package dev.longboat.engine;

import dev.longboat.table.MergingCursor;
import dev.longboat.table.NotCachedException;
import dev.longboat.table.RowCursor;
import dev.longboat.table.TableRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// What is readable at a moment: memtables and runs of tables, newest first. Along one key the rows
/// of each lie above those of the next, so the first that holds a key at or below a revision holds
/// its newest change there.
///
/// Safe for concurrent use. Lifetime: whoever holds it keeps its tables open; see [#tryHold()].
final class TableSet {
    private final Memtable active;
    private final List<Memtable.Sealed> sealed;
    private final List<SortedRun> runs;
    private final long flushedRevision;
    private final AtomicInteger holders = new AtomicInteger(1);

    /// @param sealed newest first
    /// @param runs newest first
    TableSet(Memtable active, List<Memtable.Sealed> sealed, List<SortedRun> runs) {
        this.active = active;
        this.sealed = List.copyOf(sealed);
        this.runs = List.copyOf(runs);
        this.flushedRevision = tables().stream()
                .mapToLong(table -> table.entry().revisionMax())
                .max()
                .orElse(0);
        active.hold();
        this.sealed.forEach(each -> each.rows().hold());
        this.runs.forEach(run -> run.tables().forEach(LiveTable::hold));
    }

    Memtable active() {
        return active;
    }

    List<Memtable.Sealed> sealed() {
        return sealed;
    }

    List<SortedRun> runs() {
        return runs;
    }

    /// Newest first.
    List<LiveTable> tables() {
        return runs.stream().flatMap(run -> run.tables().stream()).toList();
    }

    /// The highest revision of a row in a table. A read at an older one may miss what it should
    /// see: merges leave out what no read can see that begins at this revision or later.
    long flushedRevision() {
        return flushedRevision;
    }

    /// Keeps the set readable until [#release()].
    ///
    /// @return false when it has already gone; then a newer one is there
    boolean tryHold() {
        int count = holders.get();
        while (count > 0) {
            if (holders.compareAndSet(count, count + 1)) {
                return true;
            }
            count = holders.get();
        }
        return false;
    }

    void release() throws IOException {
        if (holders.decrementAndGet() == 0) {
            active.release();
            for (Memtable.Sealed memtable : sealed) {
                memtable.rows().release();
            }
            for (SortedRun run : runs) {
                for (LiveTable table : run.tables()) {
                    table.release();
                }
            }
        }
    }

    /// The newest change of a key at or before a revision.
    Optional<Change> find(byte[] storedKey, long revision) throws IOException {
        Optional<Change> found = findInMemtables(storedKey, revision);
        for (int i = 0; i < runs.size() && found.isEmpty(); i++) {
            Optional<LiveTable> table = runs.get(i).tableOf(storedKey);
            if (table.isPresent()) {
                found = table.get().table().find(storedKey, revision).map(TableSet::change);
            }
        }
        return found;
    }

    /// As [#find], from memory alone.
    ///
    /// @throws NotCachedException when memory alone cannot tell
    Optional<Change> findInMemory(byte[] storedKey, long revision) throws IOException {
        Optional<Change> found = findInMemtables(storedKey, revision);
        for (int i = 0; i < runs.size() && found.isEmpty(); i++) {
            Optional<LiveTable> table = runs.get(i).tableOf(storedKey);
            if (table.isPresent()) {
                found = table.get().table().findInMemory(storedKey, revision).map(TableSet::change);
            }
        }
        return found;
    }

    private Optional<Change> findInMemtables(byte[] storedKey, long revision) {
        Optional<Change> found = active.find(storedKey, revision);
        for (int i = 0; i < sealed.size() && found.isEmpty(); i++) {
            found = sealed.get(i).rows().find(storedKey, revision);
        }
        return found;
    }

    /// A cursor over all rows; it does not hold the set.
    RowCursor cursor() throws IOException {
        return cursorOf(0);
    }

    /// A cursor over all rows of a revision and later ones, and some earlier rows; it does not hold
    /// the set.
    RowCursor cursorOf(long revision) throws IOException {
        List<RowCursor> inputs = new ArrayList<>();
        inputs.add(active.cursor());
        for (Memtable.Sealed memtable : sealed) {
            inputs.add(memtable.rows().cursor());
        }
        for (SortedRun run : runs) {
            Optional<SortedRun> newer = run.since(revision);
            if (newer.isPresent()) {
                inputs.add(newer.get().cursor());
            }
        }
        return new MergingCursor(inputs);
    }

    private static Change change(TableRow row) {
        return RowCodec.decode(row.revision(), row.ordinal(), row.stamp(), row.payload());
    }
}
