package dev.longboat.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// Whether a server lives and serves. Safe for concurrent use.
public final class Health {
    private final CompletableFuture<Throwable> failure;
    private final AtomicBoolean stopping = new AtomicBoolean();

    /// Health of a server that serves from now on.
    ///
    /// @param failure completes when its store has failed
    public Health(CompletableFuture<Throwable> failure) {
        this.failure = failure;
    }

    /// The server begins to stop: it is not to be sent requests any more.
    public void stopping() {
        stopping.set(true);
    }

    /// Whether requests are served (W2).
    boolean isReady() {
        return notReady().isEmpty();
    }

    /// Why requests are not served; empty when they are.
    String notReady() {
        if (failure.isDone()) {
            return "the store has failed";
        }
        return stopping.get() ? "stopping" : "";
    }
}
