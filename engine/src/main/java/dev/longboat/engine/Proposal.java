package dev.longboat.engine;

import dev.longboat.journal.Pointer;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/// Something that is to become part of the journal, and who waits for it. Immutable but for its
/// future.
sealed interface Proposal {
    /// Tells whoever waits that it failed.
    void fail(StoreException e);

    /// Roughly how many bytes it holds in memory.
    long bytes();

    /// A transaction to evaluate.
    record Transact(Transaction transaction, long bytes, CompletableFuture<Commit> done) implements Proposal {
        @Override
        public void fail(StoreException e) {
            done.completeExceptionally(e);
        }
    }

    /// A revision that becomes the oldest readable one.
    record Trim(long revision, CompletableFuture<Void> done) implements Proposal {
        @Override
        public void fail(StoreException e) {
            done.completeExceptionally(e);
        }

        @Override
        public long bytes() {
            return 0;
        }
    }

    /// Completes when a mark on disk says of everything that was durable before that it is. What a
    /// table refers to must be marked so: recovery keeps no extent for which nothing vouches.
    record Cover(CompletableFuture<Void> done) implements Proposal {
        @Override
        public void fail(StoreException e) {
            done.completeExceptionally(e);
        }

        @Override
        public long bytes() {
            return 0;
        }
    }

    /// The journal goes on in a new segment, and the memtable is sealed: once it is flushed, what
    /// lies in older segments can be collected.
    record Seal(CompletableFuture<Void> done) implements Proposal {
        @Override
        public void fail(StoreException e) {
            done.completeExceptionally(e);
        }

        @Override
        public long bytes() {
            return 0;
        }
    }

    /// A piece of a large value.
    ///
    /// @param upload whose piece it is
    /// @param number its place in the value, from 0
    /// @param content handed over: nobody changes it before the future completes
    /// @param moves whether the store holds the bytes already, and they go from one segment to
    ///     another: they are taken when new values are refused
    record Extent(long upload, int number, ByteBuffer content, boolean moves, CompletableFuture<Pointer> done)
            implements Proposal {
        /// Before the content stands: upload u64, number u32, zero u32.
        static final int HEAD_BYTES = 16;

        @Override
        public void fail(StoreException e) {
            done.completeExceptionally(e);
        }

        @Override
        public long bytes() {
            return content.remaining();
        }
    }
}
