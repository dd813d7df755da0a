package dev.longboat.grpc;

import dev.longboat.proto.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A method with one request and a stream of answers, sent as fast as the caller takes them and not
/// faster (G3). Safe for concurrent use.
///
/// @param <Q> the request
public final class StreamedMethod<Q> implements ServerCallHandler<Received<Q>, Reply> {
    /// Makes what answers a request.
    ///
    /// @param <Q> the request
    @FunctionalInterface
    interface Opener<Q> {
        /// Checks the request and opens what answers it.
        ///
        /// @param signal says that a source that waited has something to send; never blocks
        ReplySource open(Q request, Runnable signal);
    }

    private final DoorResources resources;
    private final Opener<Q> opener;
    private final FailureReply failures;

    /// @param opener checks a request and makes what will answer it; must not wait for the disk
    public StreamedMethod(DoorResources resources, Function<Q, ReplySource> opener) {
        this(resources, opener, FailureReply.NONE);
    }

    /// @param opener checks a request and makes what will answer it, which may wait and signal
    StreamedMethod(DoorResources resources, Opener<Q> opener) {
        this.resources = resources;
        this.opener = opener;
        this.failures = FailureReply.NONE;
    }

    /// @param opener checks a request and makes what will answer it; must not wait for the disk
    /// @param failures the last message in place of an error
    public StreamedMethod(DoorResources resources, Function<Q, ReplySource> opener, FailureReply failures) {
        this.resources = resources;
        this.opener = (request, _) -> opener.apply(request);
        this.failures = failures;
    }

    @Override
    public ServerCall.Listener<Received<Q>> startCall(ServerCall<Received<Q>, Reply> call, Metadata headers) {
        StreamedCall listener = new StreamedCall(call);
        call.request(2);
        return listener;
    }

    /// One call. The listener's methods run on its event loop, the pump on the reader pool. Safe
    /// for concurrent use.
    private final class StreamedCall extends ServerCall.Listener<Received<Q>> {
        private final ServerCall<Received<Q>, Reply> call;
        private final ReplyPump pump;
        private volatile boolean ended;
        private @Nullable Received<Q> request;

        StreamedCall(ServerCall<Received<Q>, Reply> call) {
            this.call = call;
            this.pump = new ReplyPump(call, resources, this::finish, this::fail);
        }

        @Override
        public void onMessage(Received<Q> message) {
            request = request == null
                    ? message
                    : new Received.Unreadable<>(
                            Failure.of(ErrorReason.STREAM_OUT_OF_ORDER, "a second request in a call that takes one"));
        }

        @Override
        public void onHalfClose() {
            try {
                switch (request) {
                    case Received.Message<Q>(Q message, int _) -> start(opener.open(message, pump::signal));
                    case Received.Unreadable<Q>(Failure failure) -> fail(failure);
                    case null -> fail(Failure.of(ErrorReason.STREAM_OUT_OF_ORDER, "a call without a request"));
                }
            } catch (RuntimeException e) {
                fail(Failures.ofRead(e));
            }
        }

        private void start(ReplySource opened) {
            if (!resources.readers().hasRoom()) {
                opened.close();
                fail(resources.readers().refusal());
            } else {
                pump.start(opened).ifPresent(this::fail);
            }
        }

        @Override
        public void onReady() {
            pump.signal();
        }

        @Override
        public void onCancel() {
            onComplete();
        }

        @Override
        public void onComplete() {
            ended = true;
            pump.end();
        }

        private void finish() {
            if (!ended) {
                call.close(Status.OK, new Metadata());
            }
        }

        private void fail(Failure failure) {
            resources.statistics().errors().increment();
            Optional<Reply> instead = failures.inPlaceOf(failure);
            instead.ifPresent(pump::send);
            if (instead.isPresent()) {
                call.close(Status.OK, new Metadata());
            } else {
                call.close(failure.status(), failure.trailers());
            }
        }
    }
}
