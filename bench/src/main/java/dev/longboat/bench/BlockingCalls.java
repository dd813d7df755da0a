package dev.longboat.bench;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A connection whose operations return when they are done: what most client libraries are. What
/// implements it says only how bytes are got and put.
interface BlockingCalls extends Connection {
    /// The value of a key, valid until the next call; null when there is none.
    @Nullable
    ByteBuffer get(byte[] key) throws Exception;

    /// Stores a pair; durable when it returns.
    void put(byte[] key, byte[] value) throws Exception;

    @Override
    default CompletableFuture<?> read(Pair pair) throws Exception {
        ByteBuffer found = get(pair.key());
        if (found == null) {
            throw new AbsentException(pair.number());
        }
        pair.check(found);
        return DONE;
    }

    @Override
    default CompletableFuture<?> write(Pair pair) throws Exception {
        put(pair.key(), pair.value());
        return DONE;
    }
}
