package dev.longboat.engine;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The store as it was at one moment, whatever is written later. It blocks nobody. Close it: it
/// keeps files open.
///
/// Safe for concurrent use. Lifetime: must be closed before the store; cursors made from it stay
/// usable until they are closed themselves.
public final class Snapshot implements AutoCloseable {
    private final TableSet set;
    private final VersionReader reader;
    private final ValueReader values;
    private final long revision;

    /// The snapshot itself and each cursor hold the set; below 1 it is released.
    private final AtomicInteger holders = new AtomicInteger(1);

    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param set held by the caller for this snapshot
    Snapshot(TableSet set, Reach reach, long began, View view, ValueReader values) {
        this.set = set;
        this.reader = new VersionReader(set, reach, began, view);
        this.values = values;
        this.revision = view.revision() == 0 ? began : view.revision();
    }

    /// The revision that it looks at.
    public long revision() {
        return revision;
    }

    /// The version of a key that it sees. May block on disk.
    public Optional<KeyValue> get(Key key) {
        hold();
        try {
            byte[] storedKey = StoredKeys.of(key);
            return reader.find(storedKey)
                    .map(put -> new KeyValue(
                            put.of(key),
                            new Value(put.value(), values, storedKey, put.at().revision())));
        } catch (IOException e) {
            throw Failures.ofRead(e);
        } finally {
            release();
        }
    }

    /// What happened to a key, newest first, as far as the snapshot sees it. May block on disk.
    ///
    /// @param before only what happened at lower revisions: that of the last event of the page
    ///     before this one; [Long#MAX_VALUE] for the first page
    /// @param limit the most to answer, from 1
    public List<KeyEvent> history(Key key, long before, int limit) {
        hold();
        try {
            byte[] storedKey = StoredKeys.of(key);
            return reader.changes(storedKey, before, limit).stream()
                    .map(change -> event(key, storedKey, change))
                    .toList();
        } catch (IOException e) {
            throw Failures.ofRead(e);
        } finally {
            release();
        }
    }

    private KeyEvent event(Key key, byte[] storedKey, Change change) {
        Moment at = change.at();
        return change instanceof Change.Put put
                ? new KeyEvent.Written(
                        new KeyValue(put.of(key), new Value(put.value(), values, storedKey, at.revision())))
                : new KeyEvent.Ended(key, at.revision(), at.ordinal(), at.stamp());
    }

    /// Whether a sweep would change this key, which exists.
    boolean isSwept(Key key, Sweep sweep) {
        hold();
        try {
            byte[] storedKey = StoredKeys.of(key);
            return switch (sweep) {
                case Sweep.Delete _, Sweep.Purge _ -> true;
                case Sweep.Keep(int versions) ->
                    reader.puts(storedKey, versions + 1L).size() > versions;
                case Sweep.Before(long before) ->
                    reader.trimmable(storedKey, before).isPresent();
            };
        } catch (IOException e) {
            throw Failures.ofRead(e);
        } finally {
            release();
        }
    }

    /// A cursor over the keys of a range that it sees, which brings values into memory ahead of its
    /// reader.
    public RangeCursor range(KeyRange range, Order order) {
        return new FetchingCursor(keys(range, order), values);
    }

    /// A cursor over the keys of a range that it sees, for who does not need the values, or few of
    /// them: each is read when it is asked for.
    public RangeCursor keys(KeyRange range, Order order) {
        hold();
        try {
            return new HeldCursor(new ScanCursor(set.cursor(), reader, values, range, order));
        } catch (IOException e) {
            release();
            throw Failures.ofRead(e);
        }
    }

    /// How many keys of a range it sees.
    public long count(KeyRange range) {
        long count = 0;
        try (RangeCursor cursor = keys(range, Order.ASCENDING)) {
            while (cursor.next()) {
                count++;
            }
        }
        return count;
    }

    /// Never from 0 up: what was let go of is let go of once.
    private void hold() {
        int count = holders.get();
        while (!closed.get() && count > 0) {
            if (holders.compareAndSet(count, count + 1)) {
                return;
            }
            count = holders.get();
        }
        throw new StoreClosedException("the snapshot is closed");
    }

    private void release() {
        if (holders.decrementAndGet() == 0) {
            try {
                set.release();
            } catch (IOException e) {
                throw Failures.ofRead(e);
            }
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release();
        }
    }

    /// A cursor that keeps the snapshot's files open. Confined to one thread at a time.
    private final class HeldCursor implements RangeCursor {
        private final RangeCursor cursor;
        private boolean ended;

        HeldCursor(RangeCursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public boolean next() {
            if (ended) {
                throw new StoreClosedException("the cursor is closed");
            }
            return cursor.next();
        }

        @Override
        public KeyValue current() {
            return cursor.current();
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                cursor.close();
                release();
            }
        }
    }
}
