package dev.longboat.engine;

import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.ExhaustedException;
import java.io.IOException;

/// Flushes and compacts in the thread that makes it due. Confined to the store-journal thread,
/// which is the caller's.
final class InlineBackground implements Background {
    private final Flush flush;
    private final Compactor compactor;
    private final AppliedState state;
    private final StoreHealth health;

    /// A compaction appends moved values to the journal, and so wakes its own background.
    private boolean working;

    InlineBackground(Flush flush, Compactor compactor, AppliedState state, StoreHealth health) {
        this.flush = flush;
        this.compactor = compactor;
        this.state = state;
        this.health = health;
    }

    @Override
    public void wake() {
        if (working) {
            return;
        }
        working = true;
        try {
            while (!health.hasFailed() && (flush.step(Pace.FREE) || compactor.step(Pace.FREE))) {
                // Each step is one piece of work.
            }
        } catch (ExhaustedException _) {
            // It is tried again when it is next due.
        } catch (IOException | RuntimeException e) {
            health.fail(e);
        } finally {
            working = false;
        }
    }

    @Override
    public void awaitRoom() throws DiskFullException {
        if (state.sealedCount() >= StoreOptions.SEALED_MAX) {
            wake();
        }
        if (state.sealedCount() >= StoreOptions.SEALED_MAX && !health.hasFailed()) {
            throw new DiskFullException("memtables cannot be flushed");
        }
    }

    @Override
    public void stopCompacting() {}

    @Override
    public void close() {
        try {
            if (!health.hasFailed()) {
                flush.end();
            }
        } catch (IOException | RuntimeException e) {
            health.fail(e);
        }
    }
}
