package dev.longboat.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.longboat.journal.Pointer;
import dev.longboat.journal.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/// The state machine: what the committed entries have made of the store. Entries are applied in
/// order by one thread; memtables become tables, and tables become fewer, by another. Applying
/// reads no table, no clock, no chance (E2).
///
/// Safe for concurrent use: [#apply] and [#seal] belong to the store-journal thread (to the opening
/// one during replay), [#flushed] to store-flush, [#merged] to store-compaction; the rest is for
/// anyone.
final class AppliedState {
    private final int inlineBytesMax;
    private final ValueReader values;
    private final SegmentPins pins;
    private final ChangeFeed feed;
    private final Leases leases;

    private volatile TableSet current;
    private volatile boolean closed;
    private volatile long revision;
    private volatile long index;
    private volatile long commitTime;
    private volatile long keys;
    private volatile Reach reach;

    /// @param tables newest first
    AppliedState(
            Memtable.Applied applied,
            List<LiveTable> tables,
            ValueReader values,
            SegmentPins pins,
            StoreOptions options)
            throws IOException {
        this.feed = new ChangeFeed(new MemoryBudget(options.memoryBytes()).changeFeedBytes(), applied.revision() + 1);
        this.inlineBytesMax = options.inlineValueBytesMax();
        this.values = values;
        this.pins = pins;
        this.reach = new Reach(applied.horizon(), options.retention().versionsMax());
        this.current = new TableSet(new Memtable(pins.pin()), List.of(), SortedRun.of(tables));
        this.leases = Leases.of(current);
        this.revision = applied.revision();
        this.index = applied.index();
        this.commitTime = applied.commitTime();
        this.keys = applied.keys();
    }

    /// The revision of the newest change that is visible.
    long revision() {
        return revision;
    }

    /// The index of the last entry applied.
    long index() {
        return index;
    }

    /// Milliseconds, of the last entry applied that had a transaction.
    long commitTime() {
        return commitTime;
    }

    /// How many keys exist.
    long keys() {
        return keys;
    }

    /// How far back a read reaches that begins now.
    Reach reach() {
        return reach;
    }

    /// The leases that there are.
    Leases leases() {
        return leases;
    }

    /// What tells watches of what has been applied.
    ChangeFeed feed() {
        return feed;
    }

    /// How many sealed memtables wait to be flushed.
    int sealedCount() {
        return current.sealed().size();
    }

    /// The memtable that takes rows now.
    Memtable active() {
        return current.active();
    }

    /// The set to read from now; the caller releases it.
    ///
    /// @throws StoreClosedException when the tables have been let go of
    TableSet hold() {
        TableSet set = current;
        while (!set.tryHold()) {
            if (closed) {
                throw new StoreClosedException("the store is closed");
            }
            set = current;
        }
        return set;
    }

    /// Gives back a held set.
    void release(TableSet set) {
        try {
            set.release();
        } catch (IOException e) {
            throw Failures.ofRead(e);
        }
    }

    /// Applies one committed entry, unless it builds on another revision than the current one: then
    /// it is void.
    ///
    /// @param at where the payload begins on disk
    /// @throws IllegalArgumentException when the payload is no entry
    void apply(long entryIndex, Position at, int generation, ByteBuffer payload) {
        EntryCodec.Head head = EntryCodec.head(payload);
        if (head.baseRevision() == revision) {
            Memtable memtable = current.active();
            Application application = new Application(memtable, at, generation);
            EntryCodec.decode(payload, application, application);
            keys = application.keys;
            if (head.transactions() > 0) {
                if (TimeIndex.isDue(commitTime, head.commitTime())) {
                    TimeIndex.add(memtable, head);
                }
                commitTime = head.commitTime();
            }
            reach = reach.trimmedTo(application.horizon);
            feed.add(application.changed);
            // Publishes: readers look at no row above the revision they read here.
            revision = head.baseRevision() + head.transactions();
            feed.wake();
        }
        index = entryIndex;
    }

    /// Turns an entry's effects into rows.
    private final class Application implements EntryCodec.Places, EntryCodec.Sink {
        private final Memtable memtable;
        private final Position at;
        private final int generation;
        private final CRC32C crc = new CRC32C();
        private long keys = AppliedState.this.keys;
        private long horizon;

        /// The keys of each transaction so far.
        private final List<List<byte[]>> changed = new ArrayList<>();

        Application(Memtable memtable, Position at, int generation) {
            this.memtable = memtable;
            this.at = at;
            this.generation = generation;
        }

        @Override
        public Stored value(int offset, ByteBuffer bytes) {
            if (bytes.remaining() <= inlineBytesMax) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                return new Stored.Inline(copy);
            }
            Pointer pointer = pointer(offset, bytes);
            values.remember(pointer, bytes.duplicate());
            return new Stored.Framed(pointer);
        }

        @Override
        public Pointer map(int offset, ByteBuffer map, long length, boolean compressed) {
            ExtentMap.decode(map, length, compressed)
                    .forEach(piece -> memtable.refer(piece.pointer().segment()));
            return pointer(offset, map);
        }

        private Pointer pointer(int offset, ByteBuffer bytes) {
            memtable.refer(at.segment());
            crc.reset();
            crc.update(bytes.duplicate());
            return new Pointer(at.segment(), generation, at.offset() + offset, bytes.remaining(), (int) crc.getValue());
        }

        @Override
        public void change(byte[] storedKey, Change change, int delta) {
            memtable.add(storedKey, change);
            if (LeaseRows.isLease(storedKey)) {
                leases.apply(storedKey, change);
            }
            keys += delta;
            long transaction = change.at().revision() - revision;
            while (changed.size() < transaction) {
                changed.add(new ArrayList<>(1));
            }
            changed.getLast().add(storedKey);
        }

        @Override
        public void trimmed(long revision) {
            horizon = revision;
        }
    }

    /// Begins a new memtable; the one so far takes no more rows.
    ///
    /// @param position every frame before it has been applied
    synchronized void seal(Position position) throws IOException {
        TableSet set = current;
        if (set.active().isEmpty()) {
            return;
        }
        List<Memtable.Sealed> sealed = new ArrayList<>();
        sealed.add(new Memtable.Sealed(set.active(), applied(position)));
        sealed.addAll(set.sealed());
        replace(new TableSet(new Memtable(pins.pin()), sealed, set.runs()));
    }

    /// What has been applied.
    ///
    /// @param position every frame before it has been
    Memtable.Applied applied(Position position) {
        return new Memtable.Applied(position, index, revision, commitTime, keys, reach.horizon());
    }

    /// Puts a table in the place of the oldest sealed memtable, whose rows it holds.
    synchronized void flushed(Memtable.Sealed memtable, LiveTable table) throws IOException {
        TableSet set = current;
        List<Memtable.Sealed> sealed = new ArrayList<>(set.sealed());
        if (sealed.isEmpty() || sealed.removeLast().rows() != memtable.rows()) {
            throw new IllegalStateException("only the oldest sealed memtable is flushed");
        }
        List<SortedRun> runs = new ArrayList<>();
        runs.add(new SortedRun(table.entry().run(), List.of(table)));
        runs.addAll(set.runs());
        replace(new TableSet(set.active(), sealed, runs));
    }

    /// Puts tables in the place of others, of whose rows they hold what is left.
    synchronized void merged(List<LiveTable> replaced, List<LiveTable> tables) throws IOException {
        TableSet set = current;
        Set<LiveTable> gone = new HashSet<>(replaced);
        List<LiveTable> left = TableOrder.replace(
                set.tables(), gone::contains, tables, table -> table.entry().run());
        replaced.forEach(LiveTable::retire);
        replace(new TableSet(set.active(), set.sealed(), SortedRun.of(left)));
    }

    @GuardedBy("this")
    private void replace(TableSet next) throws IOException {
        TableSet before = current;
        current = next;
        before.release();
    }

    /// Lets go of the tables. Nothing may be read afterwards.
    synchronized void close() throws IOException {
        closed = true;
        current.release();
    }
}
