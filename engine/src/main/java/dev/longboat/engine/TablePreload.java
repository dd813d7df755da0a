package dev.longboat.engine;

import dev.longboat.table.BlockCache;
import dev.longboat.table.CacheStatistics;
import dev.longboat.table.HugePages;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// Brings what a store's tables are searched by into memory once it is open, so that its first
/// reads wait for the disk no oftener than later ones: their indexes and filters, the newest first,
/// until half of the cache is full; and their blocks of rows, when all of them have room. Some
/// blocks of many would keep the processors from the first reads, and seldom spare one the
/// disk.
///
/// Run by one thread; stopped by any.
final class TablePreload implements Runnable {
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
        HugePages.prepare(); // For all caches; here, because whoever opens the store does not wait for it.
        try {
            TableSet set = state.hold();
            try {
                for (LiveTable each : set.tables()) {
                    if (stopped || isHalfFull()) {
                        return;
                    }
                    each.table().loadIndex();
                }
                if (haveRoom(set.tables())) {
                    for (LiveTable each : set.tables()) {
                        each.table().loadBlocks(() -> !stopped);
                    }
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

    private boolean isHalfFull() {
        CacheStatistics now = cache.statistics();
        return now.bytes() >= now.bytesMax() / 2;
    }

    /// Whether all that is in the tables fits into the cache, a third of whose slots may be empty.
    private boolean haveRoom(List<LiveTable> tables) {
        long bytes = tables.stream()
                .mapToLong(each -> each.table().summary().fileBytes())
                .sum();
        return bytes <= cache.statistics().bytesMax() * 2 / 3;
    }
}
