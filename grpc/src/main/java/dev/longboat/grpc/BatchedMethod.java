package dev.longboat.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.longboat.proto.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A method with a stream of requests and a stream of answers, carried out in batches, one after
/// another, so that answers keep the order of requests. Safe for concurrent use.
///
/// @param <Q> the request
public final class BatchedMethod<Q> implements ServerCallHandler<Received<Q>, Reply> {
    /// A batch of so many bytes is full.
    private static final int BATCH_BYTES_MAX = 1 << 20;

    /// The requests of a batch that waits for the end of the stream have at most so many bytes.
    private static final int WHOLE_BYTES_MAX = 64 << 20;

    /// What a request costs besides its bytes.
    private static final int ITEM_BYTES = 64;

    private static final int PAUSE_MS = 100;

    private final DoorResources resources;
    private final Gathering gathering;
    private final Batches<Q> batches;
    private final FailureReply failures;
    private final Executor afterAPause =
            CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS, Runnable::run);

    /// @param failures the last message in place of an error
    public BatchedMethod(DoorResources resources, Gathering gathering, Batches<Q> batches, FailureReply failures) {
        this.resources = resources;
        this.gathering = gathering;
        this.batches = batches;
        this.failures = failures;
    }

    /// What a method does with a batch.
    ///
    /// @param <Q> the request
    @FunctionalInterface
    public interface Batches<Q> {
        /// Begins to carry out a batch; must not wait. The next one begins when the answers of this
        /// one have been sent.
        ///
        /// @return completes, on any thread, with what makes the answers
        CompletableFuture<ReplySource> begin(List<Q> batch);
    }

    @Override
    public ServerCall.Listener<Received<Q>> startCall(ServerCall<Received<Q>, Reply> call, Metadata headers) {
        BatchedCall listener = new BatchedCall(call);
        resources.draining().add(listener.whenDraining);
        call.request(1);
        return listener;
    }

    /// One call. Requests are asked for one at a time and only while the batch that is being
    /// gathered has room, so a caller that does not read its answers stops being read. The
    /// listener's methods run on the call's event loop, batches end on any thread. Guarded by
    /// itself.
    private final class BatchedCall extends ServerCall.Listener<Received<Q>> {
        private final ServerCall<Received<Q>, Reply> call;
        private final ReplyPump pump;
        private final Runnable whenDraining = this::advance;

        @GuardedBy("this")
        private List<Q> gathered = new ArrayList<>();

        /// Of what is gathered, and of the batch under way.
        @GuardedBy("this")
        private int gatheredBytes;

        @GuardedBy("this")
        private int batchBytes;

        /// Requests so far.
        @GuardedBy("this")
        private long arrived = 0;

        /// A batch is under way.
        @GuardedBy("this")
        private boolean busy;

        /// A request was asked for and has not come.
        @GuardedBy("this")
        private boolean asked = true;

        /// Somebody looks, after a pause, whether more has come.
        @GuardedBy("this")
        private boolean watched;

        /// Nothing came for a pause.
        @GuardedBy("this")
        private boolean quiet;

        @GuardedBy("this")
        private boolean halfClosed;

        @GuardedBy("this")
        private boolean ended;

        /// Why the call ends when the batch under way has been answered.
        @GuardedBy("this")
        private @Nullable Failure failure;

        BatchedCall(ServerCall<Received<Q>, Reply> call) {
            this.call = call;
            this.pump = new ReplyPump(call, resources, this::batchDone, this::batchFailed);
        }

        @Override
        public void onMessage(Received<Q> received) {
            switch (received) {
                case Received.Message<Q>(Q message, int bytes) -> take(message, bytes + ITEM_BYTES);
                case Received.Unreadable<Q>(Failure unreadable) -> fail(unreadable);
            }
            advance();
        }

        private synchronized void take(Q message, int bytes) {
            asked = false;
            if (ended || failure != null) {
                return;
            }
            if (gatheredBytes + bytes > WHOLE_BYTES_MAX) {
                fail(Failure.overloaded("bytes of requests in one call", WHOLE_BYTES_MAX));
            } else if (!resources.writes().tryAcquire(bytes)) {
                fail(resources.writes().refusal());
            } else {
                gathered.add(message);
                gatheredBytes += bytes;
                arrived++;
                quiet = false;
            }
        }

        @Override
        public void onHalfClose() {
            synchronized (this) {
                halfClosed = true;
            }
            advance();
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
            synchronized (this) {
                end();
            }
            pump.end();
        }

        @GuardedBy("this")
        private void end() {
            ended = true;
            resources.draining().remove(whenDraining);
            resources.writes().release(gatheredBytes);
            gatheredBytes = 0;
            gathered = new ArrayList<>();
        }

        /// Does what can be done next: begins a batch, asks for a request, ends the call.
        private void advance() {
            List<Q> batch = List.of();
            boolean ask = false;
            boolean watch = false;
            boolean close = false;
            synchronized (this) {
                if (ended) {
                    return;
                }
                if (!busy && failure == null && isDue()) {
                    batch = gathered;
                    batchBytes = gatheredBytes;
                    gathered = new ArrayList<>();
                    gatheredBytes = 0;
                    busy = true;
                    quiet = false;
                } else if (!busy && gathered.isEmpty() && resources.draining().begun() && !halfClosed) {
                    failWith(Failure.of(ErrorReason.SERVER_STOPPING, "the server is stopping"));
                }
                if (!busy && (failure != null || (halfClosed && gathered.isEmpty()))) {
                    close = true;
                    end();
                } else if (!asked && !halfClosed && failure == null && !isFull()) {
                    asked = true;
                    ask = true;
                }
                if (!close
                        && !watched
                        && !quiet
                        && gathering.start() == Gathering.Start.AFTER_A_PAUSE
                        && !gathered.isEmpty()) {
                    watched = true;
                    watch = true;
                }
            }
            if (!batch.isEmpty()) {
                begin(batch);
            }
            if (ask) {
                call.request(1);
            }
            if (watch) {
                watch();
            }
            if (close) {
                close();
            }
        }

        @GuardedBy("this")
        private boolean isDue() {
            return !gathered.isEmpty()
                    && (halfClosed || isFull() || quiet || gathering.start() == Gathering.Start.AT_ONCE);
        }

        @GuardedBy("this")
        private boolean isFull() {
            return gathered.size() >= gathering.itemsMax()
                    || (gathering.start() != Gathering.Start.AT_THE_END && gatheredBytes >= BATCH_BYTES_MAX);
        }

        private void watch() {
            long before;
            synchronized (this) {
                before = arrived;
            }
            afterAPause.execute(() -> {
                synchronized (this) {
                    watched = false;
                    quiet = arrived == before;
                }
                advance();
            });
        }

        private void begin(List<Q> batch) {
            try {
                var _ = batches.begin(batch).whenComplete((source, thrown) -> {
                    if (thrown != null) {
                        batchFailed(Failures.ofWrite(thrown));
                    } else {
                        pump.start(source).ifPresent(this::batchFailed);
                    }
                });
            } catch (RuntimeException e) {
                batchFailed(Failures.ofWrite(e));
            }
        }

        private void batchFailed(Failure why) {
            fail(why);
            batchDone();
        }

        private void batchDone() {
            synchronized (this) {
                busy = false;
                resources.writes().release(batchBytes);
                batchBytes = 0;
            }
            advance();
        }

        private synchronized void fail(Failure why) {
            failWith(why);
        }

        @GuardedBy("this")
        private void failWith(Failure why) {
            asked = false;
            failure = failure == null ? why : failure;
        }

        /// Ends the call; no batch is under way, and nobody else sends.
        private void close() {
            Failure why;
            synchronized (this) {
                why = failure;
            }
            if (why == null) {
                call.close(Status.OK, new Metadata());
                return;
            }
            resources.statistics().errors().increment();
            Optional<Reply> instead = failures.inPlaceOf(why);
            instead.ifPresent(pump::send);
            if (instead.isPresent()) {
                call.close(Status.OK, new Metadata());
            } else {
                call.close(why.status(), why.trailers());
            }
        }
    }
}
