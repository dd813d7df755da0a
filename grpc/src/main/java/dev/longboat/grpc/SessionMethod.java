package dev.longboat.grpc;

import dev.longboat.proto.v1.ErrorReason;
import dev.longboat.proto.v1.SessionResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Many operations in flight on one stream. Safe for concurrent use.
final class SessionMethod implements ServerCallHandler<Received<SessionItem>, Reply> {
    /// Requests of one session that are under way or whose answers wait to be taken.
    private static final int IN_FLIGHT_MAX = 1024;

    /// Their bytes, requests and answers, beyond which no further request is taken. A value that
    /// the store brings in piece by piece, before it takes its place among the commits, is longer
    /// than this: nothing that follows it is taken before it is done, and so writes keep their
    /// order (G2).
    private static final int IN_FLIGHT_BYTES_MAX = 1 << 20;

    /// Longer answers are counted in the budget for all callers too.
    private static final int COUNTED_BYTES_MIN = 64 << 10;

    /// What a request counts at least.
    private static final int REQUEST_BYTES_MIN = 512;

    /// What a get counts at least: how much it brings is not known before it was read.
    private static final int GET_BYTES_MIN = 16 << 10;

    private final DoorResources resources;
    private final NativeOperations operations;

    SessionMethod(DoorResources resources, NativeOperations operations) {
        this.resources = resources;
        this.operations = operations;
    }

    @Override
    public ServerCall.Listener<Received<SessionItem>> startCall(
            ServerCall<Received<SessionItem>, Reply> call, Metadata headers) {
        call.setOnReadyThreshold(Limits.CHUNK_BYTES);
        call.sendHeaders(new Metadata());
        Session session = new Session(call);
        resources.draining().add(session.whenDraining);
        call.request(1);
        return session;
    }

    /// One session. Requests arrive and start on its event loop, one after another, so that writes
    /// reach the store in the order of arrival (G2). Answers come from any thread into a queue,
    /// which whoever finds nobody at it sends from. A request stays in flight until its answer was
    /// sent, and the next is asked for only while there is room: a caller that does not read its
    /// answers stops being read. Safe for concurrent use; see above.
    private final class Session extends ServerCall.Listener<Received<SessionItem>> {
        private final ServerCall<Received<SessionItem>, Reply> call;
        private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
        /// How often sending was asked for since the sender last looked; 0: nobody sends.
        private final AtomicInteger signals = new AtomicInteger();
        /// Takes no more requests, and ends when the last is answered.
        private final Runnable whenDraining = this::send;
        /// Guarded by itself, as are the next four.
        private final Set<Long> ids = new HashSet<>();

        private long bytesInFlight;
        private boolean pausing;
        private boolean halfClosed;
        private boolean ended;

        Session(ServerCall<Received<SessionItem>, Reply> call) {
            this.call = call;
        }

        @Override
        public void onMessage(Received<SessionItem> received) {
            switch (received) {
                case Received.Message<SessionItem>(SessionItem item, int bytes) -> take(item, bytes);
                case Received.Unreadable<SessionItem>(Failure failure) -> abort(failure.notApplied());
            }
        }

        private void take(SessionItem item, int bytes) {
            int counted = Math.max(
                    bytes, item.request() instanceof SessionItem.Request.Get ? GET_BYTES_MIN : REQUEST_BYTES_MIN);
            Answering answering = new Answering(item, counted);
            if (!enter(item.id(), counted)) {
                abort(Failure.of(
                                ErrorReason.SESSION_ID_INVALID,
                                "the id " + Long.toUnsignedString(item.id()) + " is 0 or that of a request in flight",
                                "id",
                                Long.toUnsignedString(item.id()))
                        .notApplied());
                return;
            }
            try {
                operations.start(item, bytes, answering);
            } catch (RuntimeException e) {
                answering.fail(Failures.ofRead(e));
            }
            askForMore();
        }

        private boolean enter(long id, int bytes) {
            synchronized (ids) {
                // What arrives while another thread ends the session was told to be not begun.
                if (ended || id == 0 || !ids.add(id)) {
                    return false;
                }
                bytesInFlight += bytes;
                pausing = true;
                return true;
            }
        }

        /// Asks for one more request when the last was taken and there is room.
        private void askForMore() {
            synchronized (ids) {
                if (!pausing
                        || ended
                        || resources.draining().begun()
                        || ids.size() >= IN_FLIGHT_MAX
                        || bytesInFlight >= IN_FLIGHT_BYTES_MAX) {
                    return;
                }
                pausing = false;
            }
            call.request(1);
        }

        @Override
        public void onHalfClose() {
            synchronized (ids) {
                halfClosed = true;
            }
            send();
        }

        @Override
        public void onReady() {
            send();
        }

        @Override
        public void onCancel() {
            synchronized (ids) {
                end();
            }
            send();
        }

        /// Sends what waits and can leave. Only one thread at a time is inside; others leave a
        /// signal and go.
        private void send() {
            if (signals.getAndIncrement() != 0) {
                return;
            }
            int seen;
            do {
                seen = signals.get();
                sendWaiting();
            } while (signals.addAndGet(-seen) != 0);
        }

        private void sendWaiting() {
            boolean sent = false;
            while (true) {
                boolean over;
                synchronized (ids) {
                    over = ended;
                }
                if (!over && !call.isReady()) {
                    break;
                }
                Answer answer = answers.poll();
                if (answer == null) {
                    break;
                }
                if (!over) {
                    call.sendMessage(answer.reply());
                }
                answer.afterwards().run();
                leave(answer);
                sent = true;
            }
            if (sent) {
                askForMore();
            }
            closeWhenDone();
        }

        private void leave(Answer answer) {
            synchronized (ids) {
                ids.remove(answer.id());
                bytesInFlight -= answer.bytesCounted();
            }
        }

        private void closeWhenDone() {
            boolean whole;
            synchronized (ids) {
                whole = halfClosed;
                if (ended
                        || !ids.isEmpty()
                        || !(halfClosed || resources.draining().begun())) {
                    return;
                }
                end();
            }
            if (whole) {
                call.close(Status.OK, new Metadata());
            } else {
                Failure stopping = Failure.of(
                                ErrorReason.SERVER_STOPPING,
                                "the server is stopping; requests without an answer were not begun")
                        .notApplied();
                call.close(stopping.status(), stopping.trailers());
            }
        }

        private void end() {
            ended = true;
            resources.draining().remove(whenDraining);
        }

        /// Ends the session: what comes in cannot be told apart any more.
        private void abort(Failure failure) {
            synchronized (ids) {
                if (ended) {
                    return;
                }
                end();
            }
            resources.statistics().errors().increment();
            call.close(failure.status(), failure.trailers());
            send();
        }

        /// The outcome of one request of the session. Safe for concurrent use.
        private final class Answering implements Outcome {
            private final SessionItem item;
            private final int requestBytes;
            private final AtomicBoolean answered = new AtomicBoolean();

            Answering(SessionItem item, int requestBytes) {
                this.item = item;
                this.requestBytes = requestBytes;
            }

            @Override
            public void answer(Reply reply) {
                int bytes = reply.bytes();
                if (bytes < COUNTED_BYTES_MIN) {
                    answer(reply, () -> {});
                } else if (resources.answers().tryAcquire(bytes)) {
                    answer(reply, () -> resources.answers().release(bytes));
                } else {
                    fail(resources.answers().refusal());
                }
            }

            @Override
            public void answer(Reply reply, Runnable afterwards) {
                queue(Reply.of(head(), new Reply.Nested(item.request().resultField(), reply)), afterwards);
            }

            @Override
            public void fail(Failure failure) {
                resources.statistics().errors().increment();
                queue(
                        Reply.of(
                                head(),
                                new Reply.Nested(SessionResponse.ERROR_FIELD_NUMBER, Reply.of(failure.details()))),
                        () -> {});
            }

            private Reply.Part head() {
                return new Reply.Fields(
                        SessionResponse.newBuilder().setId(item.id()).build());
            }

            private void queue(Reply reply, Runnable afterwards) {
                if (!answered.compareAndSet(false, true)) {
                    afterwards.run();
                    return;
                }
                int counted = requestBytes + reply.bytes();
                synchronized (ids) {
                    bytesInFlight += reply.bytes();
                }
                answers.add(new Answer(item.id(), reply, counted, afterwards));
                send();
            }
        }
    }

    /// An answer that waits to be sent. Immutable.
    ///
    /// @param bytesCounted what its request counts in the session's bytes in flight
    /// @param afterwards what gives back its memory
    private record Answer(long id, Reply reply, int bytesCounted, Runnable afterwards) {}
}
