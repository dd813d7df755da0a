package dev.longboat.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.OptionalLong;

/// The store-leases thread: sleeps until a lease is due, and has it revoked. Safe for concurrent
/// use.
final class LessorDriver {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Lessor lessor;
    private final StoreHealth health;
    private final Thread thread;

    @GuardedBy("this")
    private boolean woken;

    @GuardedBy("this")
    private boolean closing;

    LessorDriver(Lessor lessor, StoreHealth health) {
        this.lessor = lessor;
        this.health = health;
        this.thread = new Thread(this::run, "store-leases");
        thread.setDaemon(true);
    }

    void start() {
        lessor.onEarlier(this::wake);
        thread.start();
    }

    private synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /// Ends the thread, and waits for that.
    void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        Threads.join(thread);
    }

    private void run() {
        try {
            while (await()) {
                boolean more = lessor.step();
                while (more && !isClosing()) {
                    more = lessor.step();
                }
            }
        } catch (Throwable e) { // The top of a thread: whatever it is, the store cannot go on without it.
            health.fail(e);
        }
    }

    /// @return false when it is time to end
    private synchronized boolean await() throws InterruptedException {
        OptionalLong nanos = lessor.untilNextNanos();
        while (!woken && !closing && (nanos.isEmpty() || nanos.getAsLong() > 0)) {
            wait(nanos.isEmpty() ? 0 : nanos.getAsLong() / NANOS_PER_MILLI + 1);
            nanos = lessor.untilNextNanos();
        }
        woken = false;
        return !closing;
    }

    private synchronized boolean isClosing() {
        return closing;
    }
}
