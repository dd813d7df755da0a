package dev.longboat.grpc;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/// Where work runs that may wait for the disk. New work is refused when too much waits already;
/// work that has begun is always taken on. Safe for concurrent use.
public final class ReaderPool {
    private final Executor threads;
    private final int waitingMax;
    private final AtomicInteger waiting = new AtomicInteger();

    /// @param threads a few threads with a queue that refuses nothing
    /// @param waitingMax how much may wait for a thread before new work is refused
    public ReaderPool(Executor threads, int waitingMax) {
        this.threads = threads;
        this.waitingMax = waitingMax;
    }

    /// Whether new work would be taken.
    boolean hasRoom() {
        return waiting.get() < waitingMax;
    }

    /// Runs new work, unless too much waits.
    public boolean tryExecute(Runnable work) {
        if (!hasRoom()) {
            return false;
        }
        execute(work);
        return true;
    }

    /// Runs the next step of work that was taken on before.
    public void execute(Runnable work) {
        waiting.incrementAndGet();
        threads.execute(() -> {
            waiting.decrementAndGet();
            work.run();
        });
    }

    /// What a caller is told when too much waits.
    public Failure refusal() {
        return Failure.overloaded("reads waiting for the disk", waitingMax);
    }
}
