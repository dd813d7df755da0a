package dev.longboat.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Tells what happens to keys: every change that can be seen, once, in the order of revisions, all
/// of a revision together. It is asked; what it has to tell waits in the store and not in memory,
/// so one that is asked seldom costs nothing and misses nothing. When the store's horizon passes
/// what it has not told yet, it says so, and is of no more use.
///
/// ```java
/// try (Watch watch = store.watch(WatchRequest.of(KeyRange.prefix(users)).from(lastSeen + 1))) {
///     while (running) {
///         try (WatchBatch batch = watch.next(Duration.ofSeconds(10))) {
///             batch.events().forEach(this::follow);
///             lastSeen = batch.revision();
///         }
///     }
/// }
/// ```
///
/// Confined to one thread at a time, except [#close()]. Lifetime: batches stay usable until they
/// are closed themselves.
public final class Watch implements AutoCloseable {
    /// A batch ends with the revision that reaches one of these.
    private static final int EVENTS_MAX = 1024;

    private static final long BYTES_MAX = 1 << 20;

    /// How far one call goes through revisions that tell nothing.
    private static final int REVISIONS_MAX = 4096;

    private static final int ROWS_MAX = 1 << 16;

    private final OpenStore parts;
    private final ChangeFeed feed;
    private final WatchRequest request;
    private final Follower follower;
    private final Semaphore woken = new Semaphore(0);

    /// The first revision that has not been told.
    private long next;

    /// Under way, when what comes next is older than the feed remembers.
    private final AtomicReference<@Nullable CatchUp> catchUp = new AtomicReference<>();

    private volatile boolean closed;

    /// @param signal as [Store#watch(WatchRequest, Runnable)] says
    Watch(OpenStore parts, WatchRequest request, long from, Runnable signal) {
        this.parts = parts;
        this.feed = parts.state().feed();
        this.request = request;
        this.next = from;
        this.follower = new Follower(request.keys(), from, () -> {
            woken.release();
            signal.run();
        });
        feed.register(follower);
    }

    /// What there is to tell now; nothing when there is nothing. May block on disk, never on
    /// writers.
    ///
    /// @throws RevisionException when what is to be told next lies below the horizon; it names both
    /// @throws StoreFailedException when the store has failed
    /// @throws StoreClosedException when the store or the watch is closed
    /// @throws CorruptionException when rows on disk are damaged
    public WatchBatch poll() {
        woken.drainPermits();
        checkOpen();
        parts.health().check();
        OpenStore.Beginning read = parts.begin(View.NEWEST);
        boolean kept = false;
        try {
            List<WatchEvent> events = tell(read);
            boolean more = feed.read(follower, next);
            long told = Math.min(next - 1, read.revision());
            kept = !events.isEmpty();
            return new WatchBatch(events, told, more, kept ? () -> release(read) : () -> {});
        } catch (IOException e) {
            throw Failures.ofRead(e);
        } finally {
            if (!kept) {
                release(read);
            }
            if (closed) {
                endPass();
            }
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreClosedException("the watch is closed");
        }
    }

    private void release(OpenStore.Beginning read) {
        parts.state().release(read.set());
    }

    /// As [#poll()], and when there is nothing waits until there is, or until patience is over.
    /// What it then answers may be empty: it says how far the store has come. An interrupt ends the
    /// wait and leaves the thread interrupted.
    public WatchBatch next(Duration patience) {
        WatchBatch batch = poll();
        if (!batch.events().isEmpty() || batch.more()) {
            return batch;
        }
        try {
            return woken.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS) ? poll() : batch;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return batch;
        }
    }

    /// The events of the next revisions; moves `next` behind them.
    private List<WatchEvent> tell(OpenStore.Beginning read) throws IOException {
        long revision = read.revision();
        next = feed.skipQuiet(follower, next, revision);
        if (next > revision) {
            return List.of();
        }
        if (next < read.reach().horizon()) {
            throw RevisionException.trimmed(next, read.reach().horizon());
        }
        WatchReader reader = new WatchReader(read.set(), read.reach(), revision, parts.values(), request);
        CatchUp pass = catchUp.get();
        long first = feed.first();
        if (pass == null && next < first) {
            pass = new CatchUp(follower, next, Math.min(revision, first - 1), feed.beginPass());
            catchUp.set(pass);
        }
        return pass == null ? recent(reader, revision) : past(reader, pass, read.set());
    }

    private List<WatchEvent> recent(WatchReader reader, long revision) throws IOException {
        List<ChangedKeys> changed = feed.changed(follower, next, revision, REVISIONS_MAX);
        return changed.isEmpty()
                ? List.of()
                : tell(reader, changed, changed.getLast().revision());
    }

    private List<WatchEvent> past(WatchReader reader, CatchUp pass, TableSet set) throws IOException {
        if (!pass.isDone() && !step(pass, set)) {
            return List.of();
        }
        List<ChangedKeys> changed = pass.next(REVISIONS_MAX);
        boolean last = changed.size() < REVISIONS_MAX;
        List<WatchEvent> events =
                tell(reader, changed, last ? pass.through() : changed.getLast().revision());
        pass.told(next - 1);
        if (next > pass.through()) {
            endPass();
        }
        return events;
    }

    /// A pass that broke off is of no use.
    private boolean step(CatchUp pass, TableSet set) throws IOException {
        boolean whole = false;
        try {
            boolean done = pass.step(set, ROWS_MAX);
            whole = true;
            return done;
        } finally {
            if (!whole) {
                endPass();
            }
        }
    }

    /// The events of as many revisions as a batch holds.
    ///
    /// @param through everything up to this revision is told when all of these are
    private List<WatchEvent> tell(WatchReader reader, List<ChangedKeys> changed, long through) throws IOException {
        List<WatchEvent> events = new ArrayList<>();
        long bytes = 0;
        for (ChangedKeys each : changed) {
            for (WatchEvent event : reader.events(each)) {
                events.add(event);
                bytes += bytes(event);
            }
            if (events.size() >= EVENTS_MAX || bytes >= BYTES_MAX) {
                next = each.revision() + 1;
                return events;
            }
        }
        next = through + 1;
        return events;
    }

    private static long bytes(WatchEvent event) {
        long now = event instanceof WatchEvent.Put put ? put.now().value().length() : 0;
        return event.key().length()
                + now
                + event.previous().map(before -> before.value().length()).orElse(0L);
    }

    private void endPass() {
        if (catchUp.getAndSet(null) != null) {
            feed.endPass();
        }
    }

    /// Ends it, and the wait of [#next(Duration)].
    @Override
    public void close() {
        closed = true;
        woken.release();
        feed.unregister(follower);
        endPass();
    }
}
