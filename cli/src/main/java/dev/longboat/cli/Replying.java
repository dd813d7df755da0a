package dev.longboat.cli;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Gathers the answers of a stream. Safe for concurrent use.
///
/// @param <A> an answer
final class Replying<A> implements StreamObserver<A> {
    private final List<A> answers = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    /// Sends all requests and waits for all answers.
    ///
    /// @throws io.grpc.StatusRuntimeException when the call fails
    static <Q, A> List<A> all(Function<StreamObserver<A>, StreamObserver<Q>> call, List<Q> requests) {
        Replying<A> replying = new Replying<>();
        StreamObserver<Q> out = call.apply(replying);
        requests.forEach(out::onNext);
        out.onCompleted();
        return replying.await();
    }

    private List<A> await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withDescription("interrompido").asRuntimeException();
        }
        Throwable failed = failure;
        if (failed != null) {
            throw Status.fromThrowable(failed).asRuntimeException();
        }
        synchronized (this) {
            return List.copyOf(answers);
        }
    }

    @Override
    public synchronized void onNext(A answer) {
        answers.add(answer);
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
        end.countDown();
    }

    @Override
    public void onCompleted() {
        end.countDown();
    }
}
