package dev.longboat.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.longboat.disk.Clock;
import dev.longboat.disk.ExhaustedException;
import java.io.IOException;

/// A thread that does one kind of work piece by piece, when it is woken and now and then. Work that
/// comes again by itself leaves the start of the store alone, which has enough to do. A full disk
/// makes it wait and try again; any other failure is the store's.
///
/// Safe for concurrent use.
final class WorkerDriver implements Pace {
    private static final long RETRY_MILLIS = 500;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /// The work.
    @FunctionalInterface
    interface Work {
        /// Does a piece of it.
        ///
        /// @param pace to be kept
        /// @return whether there was any
        boolean step(Pace pace) throws IOException;

        /// Ends it, when the store closes in good order: no step comes any more.
        default void end() throws IOException {}
    }

    private final Work work;
    private final Clock clock;
    private final StoreHealth health;
    private final Runnable afterwards;
    private final long everyMillis;
    private final long bytesPerSecond;
    private final Thread thread;

    @GuardedBy("this")
    private boolean woken;

    /// Whether the last attempt found the disk full.
    @GuardedBy("this")
    private boolean stuck;

    @GuardedBy("this")
    private boolean closing;

    /// Bytes that the work is ahead of its pace. Confined to the thread.
    private long ahead;

    /// @param afterwards called when a piece is done
    /// @param everyMillis how often there may be work without anybody waking; 0 for never
    /// @param bytesPerSecond the pace
    WorkerDriver(
            String name,
            Work work,
            Clock clock,
            StoreHealth health,
            Runnable afterwards,
            long everyMillis,
            long bytesPerSecond) {
        this.work = work;
        this.clock = clock;
        this.health = health;
        this.afterwards = afterwards;
        this.everyMillis = everyMillis;
        this.bytesPerSecond = bytesPerSecond;
        this.woken = everyMillis == 0;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    synchronized boolean isStuck() {
        return stuck;
    }

    /// Ends the work at its next breath, and waits for that.
    void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        Threads.join(thread);
    }

    /// Waits once the work is a tenth of a second ahead of its pace.
    @Override
    public void spend(long bytes) throws AbandonedException {
        ahead += bytes;
        if (ahead * 10 < bytesPerSecond) {
            return;
        }
        long millis = ahead * 1000 / bytesPerSecond;
        ahead = 0;
        if (!breathe(millis)) {
            throw new AbandonedException();
        }
    }

    /// Waits.
    ///
    /// @return false when it is time to end
    private synchronized boolean breathe(long millis) {
        long until = clock.monotonicNanos() + millis * NANOS_PER_MILLI;
        try {
            long left = until - clock.monotonicNanos();
            while (!closing && left > 0) {
                wait(left / NANOS_PER_MILLI + 1);
                left = until - clock.monotonicNanos();
            }
        } catch (InterruptedException _) {
            closing = true;
        }
        return !closing;
    }

    private void run() {
        try {
            while (await()) {
                work();
            }
            if (!health.hasFailed()) {
                work.end();
            }
        } catch (Throwable e) { // The top of a thread: whatever it is, the store cannot go on without it.
            health.fail(e);
            afterwards.run();
        }
    }

    private void work() throws IOException {
        try {
            while (!isClosing() && work.step(this)) {
                afterwards.run();
            }
        } catch (ExhaustedException _) {
            stick();
            afterwards.run();
        } catch (AbandonedException _) {
            // The store is closing.
        }
    }

    /// @return false when it is time to end
    private synchronized boolean await() throws InterruptedException {
        while (!woken && !closing) {
            wait(stuck ? RETRY_MILLIS : everyMillis);
            woken |= stuck || everyMillis > 0;
        }
        woken = false;
        stuck = false;
        return !closing;
    }

    private synchronized void stick() {
        stuck = true;
    }

    private synchronized boolean isClosing() {
        return closing;
    }
}
