package dev.longboat.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// What a [Watch] tells at once: all events of one or more whole revisions, or none. Close it:
/// until then it keeps files open, and the values of its events readable.
///
/// Safe for concurrent use.
public final class WatchBatch implements AutoCloseable {
    private final List<WatchEvent> events;
    private final long revision;
    private final boolean more;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param release called once
    WatchBatch(List<WatchEvent> events, long revision, boolean more, Runnable release) {
        this.events = List.copyOf(events);
        this.revision = revision;
        this.more = more;
        this.release = release;
    }

    /// In the order of revisions, and within one in the order of its transaction's operations.
    public List<WatchEvent> events() {
        return events;
    }

    /// Everything up to and with this revision has been told, by this batch or by those before it.
    /// A watch that begins at the next one goes on without a gap and without a repetition.
    public long revision() {
        return revision;
    }

    /// Whether there may be more to tell at once; else a signal says when.
    public boolean more() {
        return more;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
