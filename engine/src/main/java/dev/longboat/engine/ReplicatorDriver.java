package dev.longboat.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Runs a [SoloReplicator] on the store-journal thread. Callers only enqueue: what gathers while
/// one batch syncs makes the next.
///
/// Safe for concurrent use.
final class ReplicatorDriver implements Replicator {
    /// How long the thread waits without work before it covers the last batch with a mark.
    private static final long IDLE_MILLIS = 50;

    /// How much may wait, so that memory stays bounded when callers outrun the disk.
    private static final long WAITING_BYTES_MAX = 64L << 20;

    private final SoloReplicator replicator;
    private final AppliedState state;
    private final StoreHealth health;
    private final Thread thread;

    @GuardedBy("this")
    private Deque<Proposal> queue = new ArrayDeque<>();

    @GuardedBy("this")
    private long queuedBytes;

    @GuardedBy("this")
    private boolean closing;

    ReplicatorDriver(SoloReplicator replicator, AppliedState state, StoreHealth health) {
        this.replicator = replicator;
        this.state = state;
        this.health = health;
        this.thread = new Thread(this::run, "store-journal");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void propose(Proposal proposal) {
        StoreException refusal = offer(proposal);
        if (refusal != null) {
            proposal.fail(refusal);
        }
    }

    private synchronized @Nullable StoreException offer(Proposal proposal) {
        if (closing) {
            return new StoreClosedException("the store is closed");
        }
        if (health.hasFailed()) {
            return health.asException().orElseThrow();
        }
        if (queuedBytes > WAITING_BYTES_MAX) {
            return new ResourceExhaustedException(
                    ResourceExhaustedException.Reason.OVERLOADED,
                    queuedBytes + " bytes wait to be written, at most " + WAITING_BYTES_MAX + " may");
        }
        queue.addLast(proposal);
        queuedBytes += proposal.bytes();
        if (queue.size() == 1) {
            notifyAll();
        }
        return null;
    }

    @Override
    public CompletableFuture<Long> readBarrier() {
        return CompletableFuture.completedFuture(state.revision());
    }

    @Override
    public Status status() {
        return replicator.status();
    }

    private void run() {
        Deque<Proposal> taken = new ArrayDeque<>();
        try {
            while (true) {
                if (taken.isEmpty()) {
                    taken = take();
                    if (taken.isEmpty()) {
                        break;
                    }
                }
                replicator.step(taken);
                failAll(taken);
            }
            replicator.end();
        } catch (Throwable e) { // The top of a thread: whatever it is, the store cannot go on without it.
            health.fail(e);
            failAll(taken);
        }
        failAll(rest());
    }

    /// Waits for work. What has been taken is no longer counted as waiting.
    ///
    /// @return nothing when it is time to end
    private Deque<Proposal> take() throws InterruptedException {
        while (true) {
            synchronized (this) {
                if (queue.isEmpty() && !closing) {
                    wait(IDLE_MILLIS);
                }
                if (!queue.isEmpty()) {
                    Deque<Proposal> taken = queue;
                    queue = new ArrayDeque<>();
                    queuedBytes = 0;
                    return taken;
                }
                if (closing || health.hasFailed()) {
                    return queue;
                }
            }
            replicator.idle();
        }
    }

    private synchronized Deque<Proposal> rest() {
        return queue;
    }

    private void failAll(Deque<Proposal> proposals) {
        if (health.hasFailed()) {
            StoreException e = health.asException().orElseThrow();
            while (!proposals.isEmpty()) {
                proposals.removeFirst().fail(e);
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        Threads.join(thread);
    }
}
