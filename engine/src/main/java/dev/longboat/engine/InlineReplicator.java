package dev.longboat.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/// Runs a [SoloReplicator] in the thread that proposes, so that a whole store runs in one thread.
/// Confined to one thread.
final class InlineReplicator implements Replicator {
    private final SoloReplicator replicator;
    private final AppliedState state;
    private final StoreHealth health;
    private boolean closed;

    InlineReplicator(SoloReplicator replicator, AppliedState state, StoreHealth health) {
        this.replicator = replicator;
        this.state = state;
        this.health = health;
    }

    @Override
    public void propose(Proposal proposal) {
        if (closed) {
            proposal.fail(new StoreClosedException("the store is closed"));
            return;
        }
        Deque<Proposal> waiting = new ArrayDeque<>();
        waiting.add(proposal);
        while (!waiting.isEmpty() && !health.hasFailed()) {
            replicator.step(waiting);
        }
        while (!waiting.isEmpty()) {
            waiting.removeFirst().fail(health.asException().orElseThrow());
        }
    }

    @Override
    public CompletableFuture<Long> readBarrier() {
        return CompletableFuture.completedFuture(state.revision());
    }

    @Override
    public Status status() {
        return replicator.status();
    }

    @Override
    public void close() {
        closed = true;
        replicator.end();
    }
}
