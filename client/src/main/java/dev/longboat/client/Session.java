package dev.longboat.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.SessionRequest;
import dev.longboat.proto.v1.SessionResponse;
import dev.longboat.proto.v1.StatRequest;
import io.grpc.Status.Code;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Many operations in flight on one stream, several times faster than one call each. Operations
/// start in the order in which they are given; futures are completed on a network thread in any
/// order. Giving an operation waits while as much is in flight as the options allow. Safe for
/// concurrent use: sending is guarded by `sendLock`, the rest is concurrent collections.
///
/// ```java
/// try (Session session = client.session()) {
///     var answers = pairs.stream().map(pair -> session.set(pair.key(), pair.value())).toList();
///     answers.forEach(CompletableFuture::join);
/// }
/// ```
///
/// A session ends with its connection: everything in flight fails, writes as
/// [LongboatException.OutcomeUnknown], and whatever comes later as
/// [LongboatException.Unavailable]. The caller opens another one.
public final class Session implements AutoCloseable {
    /// An operation that was sent and not answered yet.
    private record Pending<T>(
            Effect effect, long bytes, Function<SessionResponse, T> decoder, CompletableFuture<T> future) {
        void answer(SessionResponse response) {
            try {
                future.complete(decoder.apply(response));
            } catch (LongboatException notUnderstood) {
                future.completeExceptionally(notUnderstood);
            }
        }
    }

    private final CallDriver calls;
    private final SentWitness witness = new SentWitness();
    private final Admission admission;
    private final ConcurrentHashMap<Long, Pending<?>> pending = new ConcurrentHashMap<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ClientCallStreamObserver<SessionRequest> requests;
    private final Object sendLock = new Object();

    @GuardedBy("sendLock")
    private long lastId;

    private volatile boolean closed; // written under sendLock

    private volatile @Nullable LongboatException broken;
    private volatile @Nullable Thread deliverer;
    private volatile long answers;

    Session(CallDriver calls, SessionOptions options) {
        this.calls = calls;
        this.admission = new Admission(options);
        this.requests = (ClientCallStreamObserver<SessionRequest>) ClientCalls.asyncBidiStreamingCall(
                calls.channel().newCall(LongboatGrpc.getSessionMethod(), CallDriver.streamOptions(witness)),
                new Answers());
        watch(-1, 0);
    }

    /// Stores a value.
    public CompletableFuture<OperationResult.Set> set(Operation.Set set) {
        return send(
                SessionRequest.newBuilder().setSet(WireEncoder.set(set)),
                Effect.WRITE,
                set.key().size() + set.value().size(),
                response -> WireDecoder.set(response.getSet()));
    }

    /// Stores a value.
    public CompletableFuture<OperationResult.Set> set(Key key, Value value) {
        return set(Operation.set(key, value));
    }

    /// Reads the newest version of a key. Of a value above 8 MiB only its version is given.
    public CompletableFuture<Optional<KeyValue>> get(Key key) {
        return get(key, View.NEWEST);
    }

    /// Reads a key in a view. Of a value above 8 MiB only its version is given.
    public CompletableFuture<Optional<KeyValue>> get(Key key, View view) {
        return send(
                SessionRequest.newBuilder().setGet(WireEncoder.get(key, view, false)),
                Effect.READ,
                key.size(),
                response -> WireDecoder.get(response.getGet()));
    }

    /// Deletes a key.
    public CompletableFuture<OperationResult.Delete> delete(Key key) {
        return send(
                SessionRequest.newBuilder().setDelete(WireEncoder.delete(Operation.delete(key))),
                Effect.WRITE,
                key.size(),
                response -> WireDecoder.delete(response.getDelete()));
    }

    /// Runs a transaction.
    public CompletableFuture<TransactionResult> transact(Transaction transaction) {
        dev.longboat.proto.v1.Transaction wire = WireEncoder.transaction(transaction);
        return send(
                SessionRequest.newBuilder().setTransact(wire),
                Effect.WRITE,
                wire.getSerializedSize(),
                response -> WireDecoder.transaction(response.getTransact()));
    }

    /// What the server is and has done.
    public CompletableFuture<ServerStat> stat() {
        return send(
                SessionRequest.newBuilder().setStat(StatRequest.getDefaultInstance()),
                Effect.READ,
                0,
                response -> WireDecoder.stat(response.getStat()));
    }

    /// The number of operations that are sent and not answered.
    public int inFlight() {
        return admission.operations();
    }

    /// Waits until everything in flight is answered, and ends the session.
    @Override
    public void close() {
        if (endSending()) {
            requests.onCompleted();
        }
        try {
            ended.await();
        } catch (InterruptedException _) {
            requests.cancel("interrupted while closing", null);
            Thread.currentThread().interrupt();
        }
    }

    /// Lets nobody send any more. True for the one caller that did it.
    private boolean endSending() {
        synchronized (sendLock) {
            boolean first = !closed;
            closed = true;
            return first;
        }
    }

    private <T> CompletableFuture<T> send(
            SessionRequest.Builder request, Effect effect, long bytes, Function<SessionResponse, T> decoder) {
        CompletableFuture<T> future = new CompletableFuture<>();
        LongboatException refused = admit(bytes, effect);
        if (refused != null) {
            future.completeExceptionally(refused);
            return future;
        }
        long id = 0;
        synchronized (sendLock) {
            if (!closed && broken == null) {
                id = ++lastId;
                pending.put(id, new Pending<>(effect, bytes, decoder, future));
                requests.onNext(request.setId(id).build());
            }
        }
        if (id == 0) {
            admission.leave(bytes);
            future.completeExceptionally(ending(effect));
        } else if (broken != null) {
            failAll(); // It broke between the check and the put: nobody else would fail this one.
        }
        return future;
    }

    /// A future's continuation that gives another operation must not wait for room: room is made by
    /// the thread that it runs on.
    private @Nullable LongboatException admit(long bytes, Effect effect) {
        if (Thread.currentThread().equals(deliverer)) {
            admission.enterAnyway(bytes);
            return null;
        }
        try {
            return admission.enter(bytes, calls.options().deadline().toMillis())
                    ? null
                    : Failures.local(
                            Code.DEADLINE_EXCEEDED,
                            "no room in the session for "
                                    + calls.options().deadline().toMillis() + " ms",
                            effect,
                            false);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Failures.local(Code.CANCELLED, "interrupted while waiting for room", effect, false);
        }
    }

    private LongboatException ending(Effect effect) {
        LongboatException cause = broken;
        String why = cause == null || closed ? "the session is closed" : "the session has ended: " + cause.getMessage();
        return Failures.local(Code.UNAVAILABLE, why, effect, false);
    }

    private void failAll() {
        for (long id : List.copyOf(pending.keySet())) {
            Pending<?> operation = pending.remove(id);
            if (operation != null) {
                admission.leave(operation.bytes());
                LongboatException cause = broken;
                operation
                        .future()
                        .completeExceptionally(cause == null ? ending(operation.effect()) : failure(cause, operation));
            }
        }
    }

    private LongboatException failure(LongboatException cause, Pending<?> operation) {
        Throwable origin = cause.getCause() == null ? cause : cause.getCause();
        return Failures.of(origin, operation.effect(), witness.sent());
    }

    /// Looks four times in an idle deadline whether anything moved; a session that stands still
    /// with operations in flight is given up.
    private void watch(long answersSeen, int still) {
        CallDriver.later(Math.max(1, calls.idleMs() / 4), () -> {
            if (ended.getCount() == 0) {
                return;
            }
            boolean waiting = !pending.isEmpty() && answers == answersSeen;
            if (waiting && still == 3) {
                endSending();
                broken = Failures.local(
                        Code.DEADLINE_EXCEEDED,
                        "the session stood still for " + calls.idleMs() + " ms",
                        Effect.READ,
                        true);
                requests.cancel("silent for too long", null);
            } else {
                watch(answers, waiting ? still + 1 : 0);
            }
        });
    }

    /// What comes back. Confined to the network's thread.
    private final class Answers implements ClientResponseObserver<SessionRequest, SessionResponse> {
        @Override
        public void beforeStart(ClientCallStreamObserver<SessionRequest> stream) {}

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one writer: the network's thread
        public void onNext(SessionResponse response) {
            answers++;
            Pending<?> operation = pending.remove(response.getId());
            if (operation == null) {
                return;
            }
            admission.leave(operation.bytes());
            deliverer = Thread.currentThread();
            try {
                if (response.hasError()) {
                    operation.future().completeExceptionally(Failures.of(response.getError(), operation.effect()));
                } else {
                    operation.answer(response);
                }
            } finally {
                deliverer = null;
            }
        }

        @Override
        public void onError(Throwable thrown) {
            end(Failures.of(thrown, Effect.READ, true));
        }

        @Override
        public void onCompleted() {
            end(Failures.local(Code.UNAVAILABLE, "the server ended the session", Effect.READ, true));
        }

        private void end(LongboatException cause) {
            broken = broken == null ? cause : broken;
            admission.close();
            failAll();
            ended.countDown();
        }
    }
}
