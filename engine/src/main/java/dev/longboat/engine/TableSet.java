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

/// What is readable at a moment: memtables and tables, newest first. Each covers revisions that all
/// lie above those of the next, so the first that holds a key at or below a revision holds its
/// newest change there.
///
/// Safe for concurrent use. Lifetime: whoever holds it keeps its tables open; see [#tryHold()].
final class TableSet {
    private final Memtable active;
    private final List<Memtable.Sealed> sealed;
    private final List<LiveTable> tables;
    private final AtomicInteger holders = new AtomicInteger(1);

    /// @param sealed newest first
    /// @param tables newest first
    TableSet(Memtable active, List<Memtable.Sealed> sealed, List<LiveTable> tables) {
        this.active = active;
        this.sealed = List.copyOf(sealed);
        this.tables = List.copyOf(tables);
        this.tables.forEach(LiveTable::hold);
    }

    Memtable active() {
        return active;
    }

    List<Memtable.Sealed> sealed() {
        return sealed;
    }

    List<LiveTable> tables() {
        return tables;
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
            for (LiveTable table : tables) {
                table.release();
            }
        }
    }

    /// The newest change of a key at or before a revision.
    Optional<Change> find(byte[] storedKey, long revision) throws IOException {
        Optional<Change> found = findInMemtables(storedKey, revision);
        for (int i = 0; i < tables.size() && found.isEmpty(); i++) {
            found = tables.get(i).table().find(storedKey, revision).map(TableSet::change);
        }
        return found;
    }

    /// As [#find], from memory alone.
    ///
    /// @throws NotCachedException when memory alone cannot tell
    Optional<Change> findInMemory(byte[] storedKey, long revision) throws IOException {
        Optional<Change> found = findInMemtables(storedKey, revision);
        for (int i = 0; i < tables.size() && found.isEmpty(); i++) {
            found = tables.get(i).table().findInMemory(storedKey, revision).map(TableSet::change);
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
        List<RowCursor> inputs = new ArrayList<>();
        inputs.add(active.cursor());
        for (Memtable.Sealed memtable : sealed) {
            inputs.add(memtable.rows().cursor());
        }
        for (LiveTable table : tables) {
            inputs.add(table.table().cursor());
        }
        return new MergingCursor(inputs);
    }

    private static Change change(TableRow row) {
        return RowCodec.decode(row.revision(), row.ordinal(), row.stamp(), row.payload());
    }
}
