package dev.longboat.engine;

import dev.longboat.disk.DiskFullException;
import java.io.IOException;

/// Does the housekeeping in the thread that makes it due. Confined to the store-journal thread,
/// which is the caller's.
final class InlineBackground implements Background {
    private final Housekeeping housekeeping;
    private final AppliedState state;
    private final StoreHealth health;

    InlineBackground(Housekeeping housekeeping, AppliedState state, StoreHealth health) {
        this.housekeeping = housekeeping;
        this.state = state;
        this.health = health;
    }

    @Override
    public void wake() {
        try {
            while (!health.hasFailed() && housekeeping.step()) {
                // Each step is one piece of work.
            }
        } catch (DiskFullException _) {
            // It is tried again when it is next due.
        } catch (IOException | RuntimeException e) {
            health.fail(e);
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
    public void close() {}
}
