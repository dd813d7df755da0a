package dev.longboat.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// A client's line to a server under test. Confined to one thread, like the one it is used by.
interface Line extends Closeable {
    /// How many writes and reads may be under way at once, without leaving their order.
    int window();

    /// Sends a write: one change, or several that happen together or not at all. The future never
    /// fails.
    CompletableFuture<Answer> write(List<Change> changes);

    /// Reads a key as it is now. The future fails when it cannot be read.
    CompletableFuture<Optional<Held>> read(String key);

    /// Reads a key as it was at `revision`. The future fails when it cannot be read, and where the
    /// store has no past.
    CompletableFuture<Optional<Held>> readPast(String key, long revision);

    /// The keys that start with `prefix`.
    ///
    /// @throws IOException when they cannot be read
    Set<String> keys(String prefix) throws IOException;

    /// The revision of the newest write; 0 where the store has no such thing.
    ///
    /// @throws IOException when it cannot be read
    long revision() throws IOException;

    /// Ends the line. What is under way has an answer before it returns.
    @Override
    void close();
}
