package dev.longboat.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sends calls, waits for them and sends them again: all of the client's clocks, delays and chance
/// are here. A blocking call runs its callbacks on the caller's thread, an async one on the
/// network's. Safe for concurrent use: it holds nothing that changes.
final class CallDriver {
    private final ManagedChannel channel;
    private final ClientOptions options;
    private final RetryPolicy retry;

    CallDriver(ManagedChannel channel, ClientOptions options) {
        this.channel = channel;
        this.options = options;
        this.retry = RetryPolicy.of(options);
    }

    ManagedChannel channel() {
        return channel;
    }

    ClientOptions options() {
        return options;
    }

    /// Sends, waits, and sends again while that is safe and there is time.
    <Q, R, T> T run(UnaryCall<Q, R, T> call) {
        Deadline deadline = deadline();
        return run(deadline, () -> once(call, deadline));
    }

    /// Runs something that fails as a call does, and runs it again while that is safe and there is
    /// time.
    <T> T run(Supplier<T> step) {
        return run(deadline(), step);
    }

    private <T> T run(Deadline deadline, Supplier<T> step) {
        for (int attempt = 1; ; attempt++) {
            try {
                return step.get();
            } catch (LongboatException failure) {
                if (!pauseBeforeRetry(failure, attempt, deadline)) {
                    throw failure;
                }
            }
        }
    }

    private <Q, R, T> T once(UnaryCall<Q, R, T> call, Deadline deadline) {
        SentWitness witness = new SentWitness();
        R answer;
        try {
            answer = ClientCalls.blockingUnaryCall(
                    channel, call.method(), callOptions(deadline, witness), call.request());
        } catch (StatusRuntimeException e) {
            throw Failures.of(e, call.effect(), witness.sent());
        }
        return call.decoder().apply(answer);
    }

    /// Waits before a failed call is sent again; false when it must not or cannot be.
    boolean pauseBeforeRetry(LongboatException failure, int attempt, Deadline deadline) {
        return retry.again(failure, attempt) && pause(attempt, deadline);
    }

    /// As [#pauseBeforeRetry], however often, before a stream that had begun is taken up again.
    boolean pauseBeforeResuming(LongboatException failure, int attempt, Deadline deadline) {
        return retry.again(failure, 1) && pause(attempt, deadline);
    }

    private boolean pause(int attempt, Deadline deadline) {
        long delayMs = delayMs(attempt);
        if (deadline.timeRemaining(TimeUnit.MILLISECONDS) <= delayMs) {
            return false;
        }
        channel.resetConnectBackoff();
        try {
            Thread.sleep(delayMs);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long delayMs(int attempt) {
        return retry.delayMs(attempt, ThreadLocalRandom.current().nextDouble());
    }

    /// Sends and answers by a future, which cancels the call when it is cancelled.
    <Q, R, T> CompletableFuture<T> start(UnaryCall<Q, R, T> call) {
        CompletableFuture<T> future = new CompletableFuture<>();
        attempt(call, future, deadline(), 1);
        return future;
    }

    private <Q, R, T> void attempt(
            UnaryCall<Q, R, T> call, CompletableFuture<T> future, Deadline deadline, int attempt) {
        SentWitness witness = new SentWitness();
        ClientCall<Q, R> sending = channel.newCall(call.method(), callOptions(deadline, witness));
        cancelWith(future, sending);
        ClientCalls.asyncUnaryCall(sending, call.request(), new StreamObserver<R>() {
            private @Nullable R answer;

            @Override
            public void onNext(R value) {
                answer = value;
            }

            @Override
            public void onError(Throwable thrown) {
                LongboatException failure = Failures.of(thrown, call.effect(), witness.sent());
                long delayMs = delayMs(attempt);
                if (retry.again(failure, attempt) && deadline.timeRemaining(TimeUnit.MILLISECONDS) > delayMs) {
                    channel.resetConnectBackoff();
                    later(delayMs, () -> attempt(call, future, deadline, attempt + 1));
                } else {
                    future.completeExceptionally(failure);
                }
            }

            @Override
            public void onCompleted() {
                complete(future, call, answer);
            }
        });
    }

    private static <R, T> void complete(CompletableFuture<T> future, UnaryCall<?, R, T> call, @Nullable R answer) {
        if (answer == null) {
            future.completeExceptionally(
                    Failures.local(Code.INTERNAL, "the server ended the call without an answer", call.effect(), true));
            return;
        }
        try {
            future.complete(call.decoder().apply(answer));
        } catch (LongboatException notUnderstood) {
            future.completeExceptionally(notUnderstood);
        }
    }

    /// Waits for a future as a blocking call would; an interrupt cancels it.
    static <T> T await(CompletableFuture<T> future, Effect effect) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LongboatException failure ? failure : new CompletionException(e.getCause());
        } catch (InterruptedException _) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw Failures.local(Code.CANCELLED, "interrupted while waiting for an answer", effect, true);
        }
    }

    /// A future that the caller cancels takes its call with it.
    static void cancelWith(CompletableFuture<?> future, ClientCall<?, ?> call) {
        CompletableFuture<?> _ = future.whenComplete((_, _) -> {
            if (future.isCancelled()) {
                call.cancel("the caller cancelled", null);
            }
        });
    }

    /// Runs something after a while, on a thread of the JDK's.
    static void later(long delayMs, Runnable task) {
        CompletableFuture.delayedExecutor(delayMs, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(task);
    }

    Deadline deadline() {
        return Deadline.after(options.deadline().toNanos(), TimeUnit.NANOSECONDS);
    }

    /// For a stream without an end that broke: as long as it may stand still.
    Deadline idleDeadline() {
        return Deadline.after(options.idleDeadline().toNanos(), TimeUnit.NANOSECONDS);
    }

    /// For a stream of `bytes`: one more second for each MiB.
    Deadline deadline(long bytes) {
        return deadline().offset(bytes >> 20, TimeUnit.SECONDS);
    }

    long idleMs() {
        return options.idleDeadline().toMillis();
    }

    static CallOptions callOptions(Deadline deadline, SentWitness witness) {
        return CallOptions.DEFAULT.withDeadline(deadline).withStreamTracerFactory(witness);
    }

    static CallOptions streamOptions(SentWitness witness) {
        return CallOptions.DEFAULT.withStreamTracerFactory(witness);
    }
}
