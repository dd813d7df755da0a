package dev.longboat.grpc;

import dev.longboat.proto.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A method with one request and a stream of answers, sent as fast as the caller takes them and not
/// faster (G3). Safe for concurrent use.
///
/// @param <Q> the request
final class StreamedMethod<Q> implements ServerCallHandler<Received<Q>, Reply> {
    /// After so many bytes a call lets others have its thread.
    private static final int TURN_BYTES = 4 << 20;

    private final DoorResources resources;
    private final Function<Q, ReplySource> opener;

    /// @param opener checks a request and makes what will answer it; must not wait for the disk
    StreamedMethod(DoorResources resources, Function<Q, ReplySource> opener) {
        this.resources = resources;
        this.opener = opener;
    }

    @Override
    public ServerCall.Listener<Received<Q>> startCall(ServerCall<Received<Q>, Reply> call, Metadata headers) {
        call.setOnReadyThreshold(Limits.STREAM_QUEUED_BYTES);
        call.request(2);
        return new StreamedCall(call);
    }

    /// One call. Whatever happens (a request, room in the transport, the end of the call) is a
    /// signal; a signal that finds the pump idle puts it on the reader pool, where it runs alone.
    /// So the source needs no lock, and no thread waits for a slow caller. Safe for concurrent use.
    private final class StreamedCall extends ServerCall.Listener<Received<Q>> {
        private final ServerCall<Received<Q>, Reply> call;
        private final AtomicInteger signals = new AtomicInteger();
        private volatile boolean ended;
        private @Nullable Received<Q> request;
        /// Set before the first signal, then written by the pump alone. A signal that sees it too
        /// late only runs a pump that finds nothing to do.
        private @Nullable ReplySource source;

        private boolean headersSent;

        StreamedCall(ServerCall<Received<Q>, Reply> call) {
            this.call = call;
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
                    case Received.Message<Q>(Q message, int _) -> start(opener.apply(message));
                    case Received.Unreadable<Q>(Failure failure) -> fail(failure);
                    case null -> fail(Failure.of(ErrorReason.STREAM_OUT_OF_ORDER, "a call without a request"));
                }
            } catch (RuntimeException e) {
                fail(Failures.ofRead(e));
            }
        }

        private void start(ReplySource opened) {
            if (!resources.answers().tryAcquire(Limits.STREAM_RESERVED_BYTES)) {
                fail(resources.answers().refusal());
                return;
            }
            source = opened;
            signals.set(1);
            if (!resources.readers().tryExecute(this::pump)) {
                signals.set(0);
                source = null;
                resources.answers().release(Limits.STREAM_RESERVED_BYTES);
                fail(resources.readers().refusal());
            }
        }

        @Override
        public void onReady() {
            signal();
        }

        @Override
        public void onCancel() {
            ended = true;
            signal();
        }

        private void signal() {
            if (source != null && signals.getAndIncrement() == 0) {
                resources.readers().execute(this::pump);
            }
        }

        private void pump() {
            int seen = signals.get();
            boolean more = step();
            if (more || signals.addAndGet(-seen) != 0) {
                resources.readers().execute(this::pump);
            }
        }

        /// Sends what there is room for.
        ///
        /// @return whether there is room for more, but others have a turn first
        private boolean step() {
            ReplySource from = source;
            if (from == null) {
                return false;
            }
            if (ended) {
                close(from);
                return false;
            }
            try {
                return send(from);
            } catch (RuntimeException e) {
                close(from);
                fail(Failures.ofRead(e));
                return false;
            }
        }

        private boolean send(ReplySource from) {
            int bytes = 0;
            while (!ended && call.isReady()) {
                Optional<Reply> next = from.next();
                if (next.isEmpty()) {
                    close(from);
                    call.close(Status.OK, new Metadata());
                    return false;
                }
                if (!headersSent) {
                    headersSent = true;
                    call.sendHeaders(new Metadata());
                }
                call.sendMessage(next.get());
                bytes += next.get().bytes();
                if (bytes >= TURN_BYTES) {
                    return true;
                }
            }
            return false;
        }

        private void close(ReplySource from) {
            source = null;
            ended = true;
            resources.answers().release(Limits.STREAM_RESERVED_BYTES);
            from.close();
        }

        private void fail(Failure failure) {
            resources.statistics().errors().increment();
            call.close(failure.status(), failure.trailers());
        }
    }
}
