package dev.longboat.engine;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes the store-reader threads, which read ahead of the proposer for callers that must not wait.
/// Immutable; holds no state.
final class ReaderDriver {
    /// A device answers several small reads at once nearly as fast as one.
    private static final int COUNT = 4;

    private ReaderDriver() {}

    static ExecutorService start() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(COUNT, work -> {
            Thread thread = new Thread(work, "store-reader-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
