package dev.longboat.engine;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Whether the store can go on. Once failed it stays so (E6). Safe for concurrent use.
final class StoreHealth {
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    /// Poisons the store; the first cause stays.
    void fail(Throwable cause) {
        failure.complete(cause);
    }

    boolean hasFailed() {
        return failure.isDone();
    }

    /// Completes when the store fails; never exceptionally.
    CompletableFuture<Throwable> failure() {
        return failure.copy();
    }

    /// What a caller is told once the store has failed.
    Optional<StoreFailedException> asException() {
        return failure.isDone()
                ? Optional.of(new StoreFailedException(
                        "the store has failed and takes no more calls: "
                                + failure.join().getMessage(),
                        failure.join()))
                : Optional.empty();
    }

    void check() {
        asException().ifPresent(e -> {
            throw e;
        });
    }
}
