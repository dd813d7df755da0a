package dev.longboat.engine;

import dev.longboat.table.BlockCache;
import dev.longboat.table.CacheStatistics;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Brings the indexes and filters of a store's tables into memory once it is open, so that its
/// first reads wait for the disk no oftener than later ones. The newest tables come first; it ends
/// where half of the cache is full, which leaves the other half to blocks.
///
/// Run by one thread; stopped by any.
final class IndexPreload implements Runnable {
    private final AppliedState state;
    private final BlockCache cache;
    private volatile boolean stopped;

    IndexPreload(AppliedState state, BlockCache cache) {
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
                for (LiveTable table : set.tables()) {
                    if (stopped || isHalfFull()) {
                        return;
                    }
                    table.table().loadIndex();
                }
            } finally {
                state.release(set);
            }
        } catch (IOException | StoreException _) {
            // Damaged, or closed meanwhile: who needs the index meets it too, and tells the caller.
        }
    }

    /// Has it end behind the table under way, tens of milliseconds later.
    void stop() {
        stopped = true;
    }

    private boolean isHalfFull() {
        CacheStatistics now = cache.statistics();
        return now.bytes() >= now.bytesMax() / 2;
    }
}
