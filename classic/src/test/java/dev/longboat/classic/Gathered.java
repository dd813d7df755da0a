package dev.longboat.classic;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// All that comes on a stream. Safe for concurrent use.
final class Gathered<A> implements StreamObserver<A> {
    private final List<A> messages = new ArrayList<>();
    private final CompletableFuture<Optional<Throwable>> end = new CompletableFuture<>();

    @Override
    public synchronized void onNext(A message) {
        messages.add(message);
        notifyAll();
    }

    @Override
    public void onError(Throwable thrown) {
        end.complete(Optional.of(thrown));
    }

    @Override
    public void onCompleted() {
        end.complete(Optional.empty());
    }

    /// The messages, when the stream has ended.
    List<A> await() {
        var _ = failure();
        return messages();
    }

    synchronized List<A> messages() {
        return List.copyOf(messages);
    }

    /// How the stream ended.
    Optional<Throwable> failure() {
        try {
            return end.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("the stream does not end; so far " + messages(), e);
        }
    }
}
