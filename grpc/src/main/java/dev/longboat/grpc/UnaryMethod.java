package dev.longboat.grpc;

import dev.longboat.proto.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A method with one request and one answer. Safe for concurrent use.
///
/// @param <Q> the request
public final class UnaryMethod<Q> implements ServerCallHandler<Received<Q>, Reply> {
    /// Shorter answers are not worth counting.
    private static final int COUNTED_BYTES_MIN = 64 << 10;

    private final DoorResources resources;
    private final Handler<Q> handler;
    private final FailureReply failures;

    public UnaryMethod(DoorResources resources, Handler<Q> handler) {
        this(resources, handler, FailureReply.NONE);
    }

    /// @param failures what is answered in place of an error
    public UnaryMethod(DoorResources resources, Handler<Q> handler, FailureReply failures) {
        this.resources = resources;
        this.handler = handler;
        this.failures = failures;
    }

    /// Stands for an answer's memory where there is none to give back: before there is an answer,
    /// and after the call has ended.
    private enum Nothing implements Runnable {
        YET,
        MORE;

        @Override
        public void run() {}
    }

    /// What a method does. Runs on an event loop and must not block.
    ///
    /// @param <Q> the request
    @FunctionalInterface
    public interface Handler<Q> {
        /// Handles one request.
        ///
        /// @param bytes the request's length on the wire
        void handle(Q request, int bytes, Outcome outcome);
    }

    @Override
    public ServerCall.Listener<Received<Q>> startCall(ServerCall<Received<Q>, Reply> call, Metadata headers) {
        call.request(2);
        return new UnaryCall(call);
    }

    /// One call. The listener's methods run on the call's event loop, the outcome's on any thread.
    /// Safe for concurrent use.
    private final class UnaryCall extends ServerCall.Listener<Received<Q>> implements Outcome {
        private final ServerCall<Received<Q>, Reply> call;
        private final AtomicBoolean answered = new AtomicBoolean();
        /// What gives back the memory of the answer.
        private final AtomicReference<Runnable> afterwards = new AtomicReference<>(Nothing.YET);

        private @Nullable Received<Q> request;

        UnaryCall(ServerCall<Received<Q>, Reply> call) {
            this.call = call;
        }

        @Override
        public void onMessage(Received<Q> message) {
            if (request != null) {
                fail(Failure.of(ErrorReason.STREAM_OUT_OF_ORDER, "a second request in a call that takes one"));
                return;
            }
            request = message;
        }

        @Override
        public void onHalfClose() {
            Received<Q> received = request;
            request = new Received.Unreadable<>(Failure.of(ErrorReason.STREAM_OUT_OF_ORDER, "already answered"));
            try {
                switch (received) {
                    case Received.Message<Q>(Q message, int bytes) -> handler.handle(message, bytes, this);
                    case Received.Unreadable<Q>(Failure failure) -> fail(failure);
                    case null -> fail(Failure.of(ErrorReason.STREAM_OUT_OF_ORDER, "a call without a request"));
                }
            } catch (RuntimeException e) {
                fail(Failures.ofRead(e));
            }
        }

        @Override
        public void answer(Reply reply) {
            int bytes = reply.bytes();
            if (bytes < COUNTED_BYTES_MIN) {
                answer(reply, Nothing.YET);
            } else if (resources.answers().tryAcquire(bytes)) {
                answer(reply, () -> resources.answers().release(bytes));
            } else {
                fail(resources.answers().refusal());
            }
        }

        @Override
        public void answer(Reply reply, Runnable then) {
            if (!answered.compareAndSet(false, true) || !afterwards.compareAndSet(Nothing.YET, then)) {
                then.run();
                return;
            }
            send(reply);
        }

        @Override
        public void fail(Failure failure) {
            if (answered.compareAndSet(false, true)) {
                close(failure);
            }
        }

        private void close(Failure failure) {
            resources.statistics().errors().increment();
            Optional<Reply> instead = failures.inPlaceOf(failure);
            if (instead.isPresent()) {
                send(instead.get());
            } else {
                call.close(failure.status(), failure.trailers());
            }
        }

        private void send(Reply reply) {
            call.sendHeaders(new Metadata());
            call.sendMessage(reply);
            call.close(Status.OK, new Metadata());
        }

        @Override
        public void onComplete() {
            end();
        }

        @Override
        public void onCancel() {
            answered.set(true);
            end();
        }

        private void end() {
            afterwards.getAndSet(Nothing.MORE).run();
        }
    }
}
