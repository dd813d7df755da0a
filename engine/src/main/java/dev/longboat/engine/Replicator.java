package dev.longboat.engine;

import java.util.concurrent.CompletableFuture;

/// The port through which changes become committed entries, in one order, on one node or on many.
///
/// Safe for concurrent use.
interface Replicator extends AutoCloseable {
    /// Takes a proposal. Its future completes when its entry is committed and applied, or with a
    /// [StoreException]. Never blocks on disk.
    void propose(Proposal proposal);

    /// Completes with a revision that covers every change acknowledged before this call: a read at
    /// it, once it is applied here, is linearizable.
    CompletableFuture<Long> readBarrier();

    /// How it stands.
    Status status();

    /// Commits what was taken, then takes no more. Blocks until done.
    @Override
    void close();

    /// Where a replicator stands.
    ///
    /// @param term in which entries are proposed now
    /// @param committedIndex of the last entry known to be committed
    record Status(long term, long committedIndex) {}
}
