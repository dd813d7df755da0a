package dev.longboat.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.longboat.disk.Clock;
import dev.longboat.disk.DiskFullException;

/// Flushes on the store-flush thread and compacts on the store-compaction thread, so that no merge
/// holds up writers who wait for room in memory.
///
/// Safe for concurrent use.
final class BackgroundDriver implements Background {
    private static final long WAIT_MILLIS = 500;

    /// How often horizons and segments are looked at when nobody flushes.
    private static final long COMPACT_EVERY_MILLIS = 1000;

    private final AppliedState state;
    private final StoreHealth health;
    private final WorkerDriver flush;
    private final WorkerDriver compaction;

    @GuardedBy("this")
    private boolean closing;

    /// @param bytesPerSecond of rows and values that a compaction reads
    BackgroundDriver(
            Flush flush,
            Compactor compactor,
            AppliedState state,
            Clock clock,
            StoreHealth health,
            long bytesPerSecond) {
        this.state = state;
        this.health = health;
        this.compaction = new WorkerDriver(
                "store-compaction", compactor::step, clock, health, this::signal, COMPACT_EVERY_MILLIS, bytesPerSecond);
        this.flush = new WorkerDriver("store-flush", flush, clock, health, this::flushed, 0, Long.MAX_VALUE);
    }

    void start() {
        flush.start();
        compaction.start();
    }

    @Override
    public void wake() {
        flush.wake();
    }

    private void flushed() {
        signal();
        compaction.wake();
    }

    private synchronized void signal() {
        notifyAll();
    }

    @Override
    public synchronized void awaitRoom() throws DiskFullException {
        boolean interrupted = false;
        while (!closing && !health.hasFailed() && state.sealedCount() >= StoreOptions.SEALED_MAX) {
            if (flush.isStuck()) {
                throw new DiskFullException("memtables cannot be flushed");
            }
            try {
                wait(WAIT_MILLIS);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stopCompacting() {
        compaction.close();
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        flush.close();
    }
}
