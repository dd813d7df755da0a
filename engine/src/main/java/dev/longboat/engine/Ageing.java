package dev.longboat.engine;

import dev.longboat.disk.Clock;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/// Trims a store whose retention is an age, as time goes by: about once a second, up to the
/// revision that was the newest that long ago. Confined to the store-compaction thread.
final class Ageing {
    private static final long EVERY_NANOS = 1_000_000_000;

    private final AppliedState state;
    private final Replicator replicator;
    private final Retention retention;
    private final Clock clock;
    private long nextNanos;

    Ageing(AppliedState state, Replicator replicator, Retention retention, Clock clock) {
        this.state = state;
        this.replicator = replicator;
        this.retention = retention;
        this.clock = clock;
        this.nextNanos = clock.monotonicNanos();
    }

    /// Trims when it is due. What cannot be trimmed now is trimmed later.
    ///
    /// @param set the newest
    void step(TableSet set) throws IOException {
        if (!(retention instanceof Retention.Age(var age)) || clock.monotonicNanos() - nextNanos < 0) {
            return;
        }
        nextNanos = clock.monotonicNanos() + EVERY_NANOS;
        long newest = state.revision();
        long revision = TimeIndex.revisionBefore(set, clock.wallMillis() - age.toMillis(), newest);
        if (revision <= Math.max(1, state.reach().horizon())) {
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        replicator.propose(new Proposal.Trim(revision, done));
        Relocation.join(done);
    }
}
