package dev.longboat.bench;

import java.io.Closeable;
import java.util.concurrent.CompletableFuture;

/// One client's way into a store that is measured. Operations are begun by one thread.
interface Connection extends Closeable {
    /// What a blocking operation returns.
    CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    /// Reads a pair and checks its value.
    CompletableFuture<?> read(Pair pair) throws Exception;

    /// Writes a pair durably.
    CompletableFuture<?> write(Pair pair) throws Exception;

    /// Called when no operation follows: sends what was gathered.
    default void flush() throws Exception {}

    @Override
    void close();
}
