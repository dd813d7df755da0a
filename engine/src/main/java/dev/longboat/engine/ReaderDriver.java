package dev.longboat.engine;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes the store-reader threads, which read ahead: of the proposer, for callers that must not
/// wait, and of the first reads, once the store is open. Immutable; holds no state.
final class ReaderDriver {
    /// A device answers several small reads at once nearly as fast as one.
    private static final int COUNT = 4;

    /// Hints that wait; more are dropped, and so are those that come when the store is closing.
    private static final int WAITING_MAX = 1024;

    private ReaderDriver() {}

    static ExecutorService start() {
        AtomicInteger number = new AtomicInteger();
        ThreadFactory factory = work -> {
            Thread thread = new Thread(work, "store-reader-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return new ThreadPoolExecutor(
                COUNT,
                COUNT,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                factory,
                new ThreadPoolExecutor.DiscardPolicy());
    }
}
