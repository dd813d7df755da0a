package dev.longboat.classic;

import dev.longboat.grpc.ByteBudget;
import dev.longboat.grpc.Failures;
import dev.longboat.grpc.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Carries out writes, their bytes counted while they are under way. Immutable.
///
/// @param bytes where they are counted
record Writing(ByteBudget bytes) {
    /// Begins a write and answers when it is durable (C1).
    ///
    /// @param requestBytes what is counted
    /// @param write begins it
    /// @param done answers; runs on a thread that must not wait
    /// @param <T> what comes of the write
    <T> void start(int requestBytes, Outcome outcome, Supplier<CompletableFuture<T>> write, Consumer<T> done) {
        if (!bytes.tryAcquire(requestBytes)) {
            outcome.fail(bytes.refusal().notApplied());
            return;
        }
        try {
            var _ = write.get().whenComplete((result, thrown) -> {
                bytes.release(requestBytes);
                if (thrown != null) {
                    outcome.fail(Failures.ofWrite(thrown));
                } else {
                    answer(outcome, () -> done.accept(result));
                }
            });
        } catch (RuntimeException e) {
            bytes.release(requestBytes);
            outcome.fail(Failures.ofWrite(e));
        }
    }

    private static void answer(Outcome outcome, Runnable done) {
        try {
            done.run();
        } catch (RuntimeException e) {
            outcome.fail(Failures.ofRead(e));
        }
    }
}
