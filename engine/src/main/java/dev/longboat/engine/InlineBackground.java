package dev.longboat.engine;

import dev.longboat.disk.DiskFullException;
import java.io.IOException;

/// Does the housekeeping in the thread that makes it due. Confined to the store-journal thread,
/// which is the caller's.
final class InlineBackground implements Background {
    private final Housekeeping housekeeping;
    private final StoreHealth health;

    InlineBackground(Housekeeping housekeeping, StoreHealth health) {
        this.housekeeping = housekeeping;
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
    public void awaitRoom() {}

    @Override
    public void close() {}
}
