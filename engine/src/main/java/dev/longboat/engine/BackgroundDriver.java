package dev.longboat.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.longboat.disk.DiskFullException;
import java.io.IOException;

/// Runs the housekeeping on the store-background thread. A full disk makes it wait and try again;
/// any other failure is the store's.
///
/// Safe for concurrent use.
final class BackgroundDriver implements Background {
    private static final long RETRY_MILLIS = 500;

    private final Housekeeping housekeeping;
    private final AppliedState state;
    private final StoreHealth health;
    private final Thread thread;

    @GuardedBy("this")
    private boolean woken = true;

    /// Whether the last attempt found the disk full.
    @GuardedBy("this")
    private boolean retry;

    @GuardedBy("this")
    private boolean closing;

    BackgroundDriver(Housekeeping housekeeping, AppliedState state, StoreHealth health) {
        this.housekeeping = housekeeping;
        this.state = state;
        this.health = health;
        this.thread = new Thread(this::run, "store-background");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    @Override
    public synchronized void awaitRoom() throws DiskFullException {
        boolean interrupted = false;
        while (!closing && !health.hasFailed() && state.sealedCount() >= StoreOptions.SEALED_MAX) {
            if (retry) {
                throw new DiskFullException("memtables cannot be flushed");
            }
            try {
                wait(RETRY_MILLIS);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (await()) {
                work();
            }
        } catch (Throwable e) { // The top of a thread: whatever it is, the store cannot go on without it.
            health.fail(e);
            wake();
        }
    }

    private void work() throws IOException {
        try {
            while (!isClosing() && housekeeping.step()) {
                wake();
            }
        } catch (DiskFullException _) {
            retryLater();
        }
    }

    /// @return false when it is time to end
    private synchronized boolean await() throws InterruptedException {
        while (!woken && !closing) {
            wait(retry ? RETRY_MILLIS : 0);
            woken |= retry;
        }
        woken = false;
        retry = false;
        return !closing;
    }

    private synchronized void retryLater() {
        retry = true;
        notifyAll();
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        Threads.join(thread);
    }
}
