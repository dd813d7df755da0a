package dev.longboat.client;

import com.google.protobuf.ByteString;
import dev.longboat.client.MemoryStore.Version;
import dev.longboat.proto.v1.DeleteRequest;
import dev.longboat.proto.v1.DeleteResponse;
import dev.longboat.proto.v1.ErrorReason;
import dev.longboat.proto.v1.GetLeaseRequest;
import dev.longboat.proto.v1.GetLeaseResponse;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.GetResponse;
import dev.longboat.proto.v1.GetStreamHead;
import dev.longboat.proto.v1.GetStreamResponse;
import dev.longboat.proto.v1.GrantLeaseRequest;
import dev.longboat.proto.v1.GrantLeaseResponse;
import dev.longboat.proto.v1.KeyValue;
import dev.longboat.proto.v1.LeaseStatus;
import dev.longboat.proto.v1.ListLeasesRequest;
import dev.longboat.proto.v1.ListLeasesResponse;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.RangeChunk;
import dev.longboat.proto.v1.RangeRequest;
import dev.longboat.proto.v1.ReadView;
import dev.longboat.proto.v1.RenewLeaseRequest;
import dev.longboat.proto.v1.RenewLeaseResponse;
import dev.longboat.proto.v1.RevokeLeaseRequest;
import dev.longboat.proto.v1.RevokeLeaseResponse;
import dev.longboat.proto.v1.SessionRequest;
import dev.longboat.proto.v1.SessionResponse;
import dev.longboat.proto.v1.SetRequest;
import dev.longboat.proto.v1.SetResponse;
import dev.longboat.proto.v1.SetStreamHead;
import dev.longboat.proto.v1.SetStreamRequest;
import dev.longboat.proto.v1.StatRequest;
import dev.longboat.proto.v1.StatResponse;
import dev.longboat.proto.v1.TransactResponse;
import dev.longboat.proto.v1.Transaction;
import dev.longboat.proto.v1.WatchRequest;
import dev.longboat.proto.v1.WatchResponse;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// The native interface over a [MemoryStore]. Safe for concurrent use: the store is, and the rest
/// counts.
final class MemoryDoor extends LongboatGrpc.LongboatImplBase {
    private static final int KEY_BYTES_MAX = 65_535;
    private static final long INLINE_BYTES_MAX = 8 << 20;

    private final MemoryStore store;
    private final int chunkBytes;

    /// Guarded by the store's monitor.
    private final List<MemoryWatch> watches = new ArrayList<>();

    private final AtomicLong sets = new AtomicLong();
    private final AtomicLong gets = new AtomicLong();
    private final AtomicLong prefixes = new AtomicLong();
    private final AtomicLong ranges = new AtomicLong();
    private final AtomicLong deletes = new AtomicLong();
    private final AtomicLong transactions = new AtomicLong();

    /// Messages of ranges and streamed values that were handed to the network.
    final AtomicInteger chunksSent = new AtomicInteger();

    /// The most operations of sessions that were begun and not answered, while they are held.
    final AtomicInteger sessionInFlightMax = new AtomicInteger();

    /// While true, sessions gather requests and answer none.
    volatile boolean holdSessions;

    MemoryDoor(MemoryStore store, int chunkBytes) {
        this.store = store;
        this.chunkBytes = chunkBytes;
    }

    /// Times to live by lease, in milliseconds. Guarded by the store's monitor.
    private final NavigableMap<Long, Long> leases = new TreeMap<>();

    /// How often a lease was renewed.
    final AtomicInteger renewals = new AtomicInteger();

    /// While true, renewals are not answered.
    volatile boolean holdRenewals;

    @Override
    public void grantLease(GrantLeaseRequest request, StreamObserver<GrantLeaseResponse> answers) {
        answer(answers, () -> {
            long id = request.getLease() == 0 ? 1000 + leases.size() : request.getLease();
            leases.put(id, request.getTtlMs());
            return GrantLeaseResponse.newBuilder()
                    .setLease(id)
                    .setTtlMs(request.getTtlMs())
                    .setRevision(store.revision())
                    .build();
        });
    }

    @Override
    public void renewLease(RenewLeaseRequest request, StreamObserver<RenewLeaseResponse> answers) {
        if (!holdRenewals) {
            answer(answers, () -> {
                long ttlMs = ttlOf(request.getLease());
                renewals.incrementAndGet();
                return RenewLeaseResponse.newBuilder().setTtlMs(ttlMs).build();
            });
        }
    }

    /// One key to a call.
    @Override
    public void revokeLease(RevokeLeaseRequest request, StreamObserver<RevokeLeaseResponse> answers) {
        answer(answers, () -> {
            ttlOf(request.getLease());
            List<Version> held = held(request.getLease());
            held.stream()
                    .limit(1)
                    .forEach(version -> store.delete(version.clocks().getKey(), store.revision() + 1));
            if (held.size() < 2) {
                leases.remove(request.getLease());
            }
            return RevokeLeaseResponse.newBuilder()
                    .setKeys(Math.min(1, held.size()))
                    .setMore(held.size() > 1)
                    .build();
        });
    }

    @Override
    public void getLease(GetLeaseRequest request, StreamObserver<GetLeaseResponse> answers) {
        answer(answers, () -> {
            List<ByteString> keys = held(request.getLease()).stream()
                    .map(version -> version.clocks().getKey())
                    .filter(key ->
                            ByteString.unsignedLexicographicalComparator().compare(key, request.getKeysAfter()) > 0)
                    .toList();
            return GetLeaseResponse.newBuilder()
                    .setLease(status(request.getLease(), ttlOf(request.getLease())))
                    .addAllKeys(keys.stream().limit(request.getKeysLimit()).toList())
                    .setMore(keys.size() > request.getKeysLimit())
                    .build();
        });
    }

    @Override
    public void listLeases(ListLeasesRequest request, StreamObserver<ListLeasesResponse> answers) {
        answer(answers, () -> {
            NavigableMap<Long, Long> behind = leases.tailMap(request.getAfter(), false);
            return ListLeasesResponse.newBuilder()
                    .addAllLeases(behind.entrySet().stream()
                            .limit(request.getLimit())
                            .map(lease -> status(lease.getKey(), lease.getValue()))
                            .toList())
                    .setMore(behind.size() > request.getLimit())
                    .build();
        });
    }

    private List<Version> held(long lease) {
        return store.range(ByteString.EMPTY, ByteString.EMPTY, ReadView.getDefaultInstance(), false).stream()
                .filter(version -> version.clocks().getLease() == lease)
                .toList();
    }

    private long ttlOf(long lease) {
        Long ttlMs = leases.get(lease);
        if (ttlMs == null) {
            throw refuse(ErrorReason.LEASE_NOT_FOUND, "there is no lease " + lease);
        }
        return ttlMs;
    }

    private static LeaseStatus status(long lease, long ttlMs) {
        return LeaseStatus.newBuilder()
                .setLease(lease)
                .setTtlMs(ttlMs)
                .setRemainingMs(ttlMs / 2)
                .setRevision(1)
                .build();
    }

    @Override
    public void set(SetRequest request, StreamObserver<SetResponse> answers) {
        answer(answers, () -> set(request));
    }

    private SetResponse set(SetRequest request) {
        checkKey(request.getKey());
        sets.incrementAndGet();
        synchronized (store) {
            return told(new MemoryTransaction(store).set(request));
        }
    }

    @Override
    public void get(GetRequest request, StreamObserver<GetResponse> answers) {
        answer(answers, () -> get(request));
    }

    private GetResponse get(GetRequest request) {
        checkKey(request.getKey());
        checkView(request.getView());
        gets.incrementAndGet();
        GetResponse.Builder answer = GetResponse.newBuilder().setRevision(store.revision());
        long inlineMax = request.hasInlineBytesMax() ? request.getInlineBytesMax() : INLINE_BYTES_MAX;
        store.get(request.getKey(), request.getView()).ifPresent(found -> {
            answer.setVersion(found.clocks());
            if (request.getKeysOnly() || found.clocks().getValueBytes() > inlineMax) {
                answer.setValueOmitted(true);
            } else {
                answer.setValue(found.value().orElseThrow());
            }
        });
        return answer.build();
    }

    @Override
    public void delete(DeleteRequest request, StreamObserver<DeleteResponse> answers) {
        answer(answers, () -> delete(request));
    }

    private DeleteResponse delete(DeleteRequest request) {
        checkKey(request.getKey());
        deletes.incrementAndGet();
        synchronized (store) {
            return told(new MemoryTransaction(store).delete(request));
        }
    }

    @Override
    public void transact(Transaction request, StreamObserver<TransactResponse> answers) {
        answer(answers, () -> transact(request));
    }

    private TransactResponse transact(Transaction request) {
        transactions.incrementAndGet();
        synchronized (store) {
            return told(new MemoryTransaction(store).run(request));
        }
    }

    @Override
    public void stat(StatRequest request, StreamObserver<StatResponse> answers) {
        answer(answers, this::stat);
    }

    private StatResponse stat() {
        return StatResponse.newBuilder()
                .setServerVersion("0.0.0-memory")
                .setStoreId("00112233445566778899aabbccddeeff")
                .setStartTimeMs(1_700_000_000_000L)
                .setUptimeMs(61_000)
                .setSets(sets.get())
                .setGets(gets.get())
                .setPrefixes(prefixes.get())
                .setRanges(ranges.get())
                .setDeletes(deletes.get())
                .setTransactions(transactions.get())
                .setKeys(store.keys())
                .setRevision(store.revision())
                .setOldestRevision(1)
                .build();
    }

    @Override
    public void range(RangeRequest request, StreamObserver<RangeChunk> answers) {
        List<RangeChunk> chunks;
        try {
            checkView(request.getView());
            (request.hasPrefix() ? prefixes : ranges).incrementAndGet();
            chunks = new RangeChunker(store, chunkBytes).chunks(request);
        } catch (StatusRuntimeException e) {
            answers.onError(e);
            return;
        }
        sendWhenReady(chunks.iterator(), answers);
    }

    @Override
    public void getStream(GetRequest request, StreamObserver<GetStreamResponse> answers) {
        try {
            checkKey(request.getKey());
            checkView(request.getView());
        } catch (StatusRuntimeException e) {
            answers.onError(e);
            return;
        }
        gets.incrementAndGet();
        Optional<Version> found = store.get(request.getKey(), request.getView());
        List<GetStreamResponse> parts = new ArrayList<>();
        GetStreamHead.Builder head = GetStreamHead.newBuilder().setRevision(store.revision());
        found.ifPresent(version -> head.setVersion(version.clocks()));
        parts.add(GetStreamResponse.newBuilder().setHead(head).build());
        found.flatMap(Version::value).ifPresent(value -> {
            for (int from = 0; from < value.size(); from += chunkBytes) {
                ByteString chunk = value.substring(from, Math.min(value.size(), from + chunkBytes));
                parts.add(GetStreamResponse.newBuilder().setChunk(chunk).build());
            }
        });
        sendWhenReady(parts.iterator(), answers);
    }

    private <R> void sendWhenReady(Iterator<R> parts, StreamObserver<R> answers) {
        var stream = (ServerCallStreamObserver<R>) answers;
        stream.setOnReadyHandler(() -> {
            while (stream.isReady() && parts.hasNext()) {
                chunksSent.incrementAndGet();
                stream.onNext(parts.next());
                if (!parts.hasNext()) {
                    stream.onCompleted();
                }
            }
        });
    }

    @Override
    public StreamObserver<SetStreamRequest> setStream(StreamObserver<SetResponse> answers) {
        return new StreamObserver<>() {
            private Optional<SetStreamHead> head = Optional.empty();
            private ByteString value = ByteString.EMPTY;

            @Override
            public void onNext(SetStreamRequest part) {
                if (part.hasHead()) {
                    head = Optional.of(part.getHead());
                } else {
                    value = value.concat(part.getChunk());
                }
            }

            @Override
            public void onError(Throwable thrown) {
                // The upload was given up: it leaves no trace.
            }

            @Override
            public void onCompleted() {
                answer(answers, () -> commit(head.orElseThrow(), value));
            }
        };
    }

    private SetResponse commit(SetStreamHead head, ByteString value) {
        if (head.hasTotalBytes() && head.getTotalBytes() != value.size()) {
            throw refuse(ErrorReason.LENGTH_MISMATCH, "the stream has " + value.size() + " bytes");
        }
        return set(SetRequest.newBuilder()
                .setKey(head.getKey())
                .setLease(head.getLease())
                .setTtlMs(head.getTtlMs())
                .setValue(value)
                .build());
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> answers) {
        synchronized (store) {
            MemoryWatch watch = new MemoryWatch(store, request, (ServerCallStreamObserver<WatchResponse>) answers);
            watch.tell();
            watches.add(watch);
        }
    }

    /// Tells the watches what a call has done, which then is answered.
    private <R> R told(R answer) {
        watches.removeIf(watch -> !watch.tell());
        return answer;
    }

    @Override
    public StreamObserver<SessionRequest> session(StreamObserver<SessionResponse> answers) {
        return new StreamObserver<>() {
            private final List<SessionRequest> held = new ArrayList<>();

            @Override
            public void onNext(SessionRequest request) {
                held.add(request);
                sessionInFlightMax.accumulateAndGet(held.size(), Math::max);
                if (!holdSessions) {
                    answerHeld();
                }
            }

            // Answers in the opposite order, as a session may.
            private void answerHeld() {
                List<SessionResponse> responses =
                        held.stream().map(MemoryDoor.this::perform).toList();
                held.clear();
                responses.reversed().forEach(answers::onNext);
            }

            @Override
            public void onError(Throwable thrown) {
                held.clear();
            }

            @Override
            public void onCompleted() {
                answerHeld();
                answers.onCompleted();
            }
        };
    }

    private SessionResponse perform(SessionRequest request) {
        SessionResponse.Builder answer = SessionResponse.newBuilder().setId(request.getId());
        try {
            switch (request.getOperationCase()) {
                case SET -> answer.setSet(set(request.getSet()));
                case GET -> answer.setGet(get(request.getGet()));
                case DELETE -> answer.setDelete(delete(request.getDelete()));
                case TRANSACT -> answer.setTransact(transact(request.getTransact()));
                case STAT -> answer.setStat(stat());
                case OPERATION_NOT_SET -> throw refuse(ErrorReason.OPERATION_MISSING, "no operation");
            }
        } catch (StatusRuntimeException e) {
            answer.setError(StatusProto.fromThrowable(e));
        }
        return answer.build();
    }

    private static <R> void answer(StreamObserver<R> answers, Supplier<R> work) {
        R response;
        try {
            response = work.get();
        } catch (StatusRuntimeException e) {
            answers.onError(e);
            return;
        }
        answers.onNext(response);
        answers.onCompleted();
    }

    static void checkKey(ByteString key) {
        if (key.isEmpty()) {
            throw refuse(ErrorReason.KEY_EMPTY, "a key has at least 1 byte");
        }
        if (key.size() > KEY_BYTES_MAX) {
            throw refuse(ErrorReason.KEY_TOO_LONG, "the key has " + key.size() + " bytes, at most 65535 are allowed");
        }
    }

    private void checkView(ReadView view) {
        long newest = store.revision();
        if (view.getRevision() > newest) {
            throw Refusal.of(
                    Code.OUT_OF_RANGE,
                    ErrorReason.REVISION_FUTURE,
                    "revision " + view.getRevision() + " is above the newest, " + newest,
                    Map.of("revision", "" + view.getRevision(), "newest", "" + newest));
        }
    }

    static StatusRuntimeException refuse(ErrorReason reason, String message) {
        return Refusal.of(Code.INVALID_ARGUMENT, reason, message, Map.of("applied", "no"));
    }

    static KeyValue pair(Version version, boolean omitted) {
        return KeyValue.newBuilder()
                .setVersion(version.clocks())
                .setValue(omitted ? ByteString.EMPTY : version.value().orElseThrow())
                .setValueOmitted(omitted)
                .build();
    }
}
