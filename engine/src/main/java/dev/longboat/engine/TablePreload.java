package dev.longboat.engine;

import dev.longboat.table.BlockCache;
import dev.longboat.table.CacheStatistics;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Brings what a store's tables are searched by into memory once it is open, so that its first
/// reads wait for the disk no oftener than later ones: indexes and filters until half of the cache
/// is full, then blocks of rows until all but an eighth is. The newest tables come first.
///
/// Run by one thread; stopped by any.
final class TablePreload implements Runnable {
    private static final double INDEX_SHARE = 0.5;
    private static final double SHARE = 0.875;

    private final AppliedState state;
    private final BlockCache cache;
    private volatile boolean stopped;

    TablePreload(AppliedState state, BlockCache cache) {
        this.state = state;
        this.cache = cache;
    }

    /// Runs by one of these threads, half a second from now: whoever opens the store, and will
    /// answer its first reads, needs the processors until then.
    void runSoon(Executor readers) {
        CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS, readers).execute(this);
    }

    @Override
    public void run() {
        try {
            TableSet set = state.hold();
            try {
                for (LiveTable each : set.tables()) {
                    if (stopped || isFull(INDEX_SHARE)) {
                        return;
                    }
                    each.table().loadIndex();
                }
                for (LiveTable each : set.tables()) {
                    each.table().loadBlocks(() -> !stopped && !isFull(SHARE));
                }
            } finally {
                state.release(set);
            }
        } catch (IOException | StoreException _) {
            // Damaged, or closed meanwhile: who needs the table meets it too, and tells the caller.
        }
    }

    /// Has it end behind the index or the blocks under way, tens of milliseconds later.
    void stop() {
        stopped = true;
    }

    private boolean isFull(double share) {
        CacheStatistics now = cache.statistics();
        return now.bytes() >= share * now.bytesMax();
    }
}
