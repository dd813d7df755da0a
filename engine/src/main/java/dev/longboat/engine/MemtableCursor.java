package dev.longboat.engine;

import dev.longboat.table.RowCursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.NavigableSet;
import org.jspecify.annotations.Nullable;

/// Walks a memtable's rows. Rows added meanwhile may or may not be met. Confined to one thread at a
/// time.
final class MemtableCursor implements RowCursor {
    private final NavigableSet<Memtable.Row> rows;
    private Memtable.@Nullable Row current;

    MemtableCursor(NavigableSet<Memtable.Row> rows) {
        this.rows = rows;
    }

    @Override
    public void seek(byte[] key, long revision) {
        current = rows.ceiling(Memtable.Row.probe(key, revision));
    }

    @Override
    public void seekBefore(byte[] key, long revision) {
        current = rows.lower(Memtable.Row.probe(key, revision));
    }

    @Override
    public void seekFirst() {
        current = rows.isEmpty() ? null : rows.ceiling(Memtable.Row.probe(new byte[0], Long.MAX_VALUE));
    }

    @Override
    public void seekLast() {
        current =
                rows.descendingIterator().hasNext() ? rows.descendingIterator().next() : null;
    }

    @Override
    public void next() {
        current = rows.higher(row());
    }

    @Override
    public void previous() {
        current = rows.lower(row());
    }

    @Override
    public boolean valid() {
        return current != null;
    }

    @Override
    public byte[] key() {
        return row().key();
    }

    @Override
    public long revision() {
        return row().revision();
    }

    @Override
    public long ordinal() {
        return row().ordinal();
    }

    @Override
    public long stamp() {
        return row().stamp();
    }

    @Override
    public ByteBuffer payload() {
        return ByteBuffer.wrap(row().payload()).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {}

    private Memtable.Row row() {
        if (current == null) {
            throw new IllegalStateException("the cursor stands on no row");
        }
        return current;
    }
}
