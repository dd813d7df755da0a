package dev.longboat.classic;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.longboat.engine.Commit;
import dev.longboat.engine.Key;
import dev.longboat.engine.KeyRange;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Lookup;
import dev.longboat.engine.NewValue;
import dev.longboat.engine.Operation;
import dev.longboat.engine.OperationResult;
import dev.longboat.engine.Snapshot;
import dev.longboat.engine.Store;
import dev.longboat.engine.Transaction;
import dev.longboat.engine.View;
import dev.longboat.grpc.BatchedMethod;
import dev.longboat.grpc.DoorResources;
import dev.longboat.grpc.DoorStatistics;
import dev.longboat.grpc.Failures;
import dev.longboat.grpc.Gathering;
import dev.longboat.grpc.Limits;
import dev.longboat.grpc.Outcome;
import dev.longboat.grpc.ReceivedMarshaller;
import dev.longboat.grpc.Reply;
import dev.longboat.grpc.ReplySource;
import dev.longboat.grpc.ServiceAssembly;
import dev.longboat.grpc.StreamedMethod;
import dev.longboat.grpc.UnaryMethod;
import dev.longboat.proto.project.KeyRequest;
import dev.longboat.proto.project.KeyValueRequest;
import dev.longboat.proto.project.KeyValueStoreGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/// System C's service `project.KeyValueStore`: keys and values are text, a version is its stamp.
/// Safe for concurrent use.
public final class ProjectDoor {
    private static final int BATCH_ITEMS_MAX = 256;

    private final DoorResources resources;
    private final Store store;
    private final DoorStatistics statistics;
    private final Reading reading;
    private final Writing writing;
    private final Removals removals;

    public ProjectDoor(DoorResources resources) {
        this.resources = resources;
        this.store = resources.store();
        this.statistics = resources.statistics();
        this.reading = new Reading(resources.readers());
        this.writing = new Writing(resources.writes());
        this.removals = new Removals(store, resources.readers());
    }

    /// The service under the name of its package, and under the one that one client calls: without.
    public List<ServerServiceDefinition> services() {
        return List.of(
                assembled(KeyValueStoreGrpc.getServiceDescriptor()),
                assembled(dev.longboat.proto.alias.KeyValueStoreGrpc.getServiceDescriptor()));
    }

    private ServerServiceDefinition assembled(ServiceDescriptor generated) {
        ServiceAssembly service = new ServiceAssembly(generated);
        for (MethodDescriptor<?, ?> method : generated.getMethods()) {
            switch (String.valueOf(method.getBareMethodName())) {
                case "Get" -> service.method(method, keys(), unary((request, _, outcome) -> get(request, outcome)));
                case "Del" -> service.method(method, keys(), unary(this::delete));
                case "Trim" -> service.method(method, keys(), unary(this::trim));
                case "Put" ->
                    service.method(
                            method,
                            received(KeyValueRequest.parser()),
                            new UnaryMethod<>(resources, this::put, ProjectReplies::inPlaceOfPut));
                case "GetRange" -> service.method(method, ranges(), streamed(this::range));
                case "DelRange" -> service.method(method, ranges(), streamed(this::deleteRange));
                case "GetAll" -> service.method(method, keys(), batched(Gathering.toTheEnd(), this::getAll));
                case "DelAll" ->
                    service.method(
                            method, keys(), batched(Gathering.inChunksOf(PurgedRange.CHUNK_KEYS), this::deleteAll));
                case "PutAll" ->
                    service.method(
                            method,
                            received(KeyValueRequest.parser()),
                            new BatchedMethod<>(
                                    resources,
                                    Gathering.asTheyCome(BATCH_ITEMS_MAX),
                                    this::putAll,
                                    ProjectReplies::inPlaceOfPut));
                default -> throw new IllegalStateException("system C has no call " + method.getFullMethodName());
            }
        }
        return service.build();
    }

    private void get(KeyRequest request, Outcome outcome) {
        statistics.gets().increment();
        Optional<Key> key = Texts.key(request.getKeyBytes());
        if (key.isEmpty()) {
            outcome.answer(ProjectReplies.blank(request.getKey()));
            return;
        }
        View view = View.NEWEST.within(bound(request.getVer()));
        switch (store.tryGet(key.get(), view)) {
            case Lookup.Found(KeyValue found) -> outcome.answer(ProjectReplies.of(found));
            case Lookup.Absent _ -> outcome.answer(ProjectReplies.blank(request.getKey()));
            case Lookup.OnDisk _ ->
                reading.start(
                        outcome, () -> outcome.answer(ProjectReplies.of(request.getKey(), store.get(key.get(), view))));
        }
    }

    private ReplySource range(dev.longboat.proto.project.KeyRange request) {
        statistics.ranges().increment();
        return new ProjectRange(
                store,
                KeyRange.between(from(request), to(request)),
                bound(Math.max(request.getFr().getVer(), request.getTo().getVer())));
    }

    private CompletableFuture<ReplySource> getAll(List<KeyRequest> requests) {
        View.Bound bound =
                bound(requests.stream().mapToLong(KeyRequest::getVer).max().orElse(0));
        Snapshot moment = store.snapshot(View.NEWEST.within(bound));
        return CompletableFuture.completedFuture(ReplySource.of(
                requests.stream()
                        .map(request -> {
                            statistics.gets().increment();
                            return ProjectReplies.of(
                                    request.getKey(),
                                    Texts.key(request.getKeyBytes()).flatMap(moment::get));
                        })
                        .iterator(),
                moment::close));
    }

    private void put(KeyValueRequest request, int bytes, Outcome outcome) {
        Optional<Transaction> put = put(request);
        if (put.isEmpty()) {
            outcome.answer(ProjectReplies.refusedPut(request.getKey()));
            return;
        }
        writing.start(bytes, outcome, () -> store.commitAsync(put.get()), commit -> {
            statistics.sets().increment();
            OperationResult.Put done = (OperationResult.Put) commit.results().getFirst();
            if (done.previous().map(previous -> previous.value().isLoaded()).orElse(true)) {
                outcome.answer(ProjectReplies.put(done));
            } else {
                reading.goOn(outcome, () -> outcome.answer(ProjectReplies.put(done)));
            }
        });
    }

    private static Optional<Transaction> put(KeyValueRequest request) {
        return Texts.key(request.getKeyBytes())
                .map(key -> Transaction.of(new Operation.Put(
                                key, NewValue.of(request.getValBytes().toByteArray())))
                        .keepingPrevious());
    }

    private CompletableFuture<ReplySource> putAll(List<KeyValueRequest> requests) {
        List<CompletableFuture<Supplier<Reply>>> answers = new ArrayList<>();
        for (KeyValueRequest request : requests) {
            answers.add(put(request)
                    .map(put -> store.commitAsync(put).handle(this::answerToPut))
                    .orElseGet(() ->
                            CompletableFuture.completedFuture(() -> ProjectReplies.refusedPut(request.getKey()))));
        }
        return InOrder.source(answers);
    }

    private Supplier<Reply> answerToPut(Commit commit, Throwable thrown) {
        if (thrown != null) {
            return InOrder.instead(Failures.ofWrite(thrown), ProjectReplies::inPlaceOfPut);
        }
        statistics.sets().increment();
        OperationResult.Put done = (OperationResult.Put) commit.results().getFirst();
        return () -> ProjectReplies.put(done);
    }

    private void delete(KeyRequest request, int bytes, Outcome outcome) {
        remove(request, bytes, outcome, ProjectDoor::purge);
    }

    private void trim(KeyRequest request, int bytes, Outcome outcome) {
        remove(request, bytes, outcome, key -> new Operation.Trim(KeyRange.only(key), 1));
    }

    private void remove(KeyRequest request, int bytes, Outcome outcome, Function<Key, Operation> operation) {
        Optional<Key> key = Texts.key(request.getKeyBytes());
        if (key.isEmpty()) {
            outcome.answer(ProjectReplies.blank(request.getKey()));
            return;
        }
        writing.start(bytes, outcome, () -> removals.remove(List.of(key.get()), operation), removed -> {
            statistics.deletes().increment();
            reading.goOn(outcome, () -> {
                try (removed) {
                    outcome.answer(ProjectReplies.of(request.getKey(), removed.of(key.get())));
                }
            });
        });
    }

    private static Operation purge(Key key) {
        return new Operation.Purge(KeyRange.only(key));
    }

    private ReplySource deleteRange(dev.longboat.proto.project.KeyRange request) {
        return new PurgedRange(store, removals, from(request), to(request), statistics.deletes()::increment);
    }

    private CompletableFuture<ReplySource> deleteAll(List<KeyRequest> requests) {
        Set<Key> keys = new LinkedHashSet<>();
        requests.forEach(request -> Texts.key(request.getKeyBytes()).ifPresent(keys::add));
        return removals.remove(keys, ProjectDoor::purge).thenApply(removed -> {
            statistics.deletes().add(removed.found().size());
            Set<Key> answered = new LinkedHashSet<>();
            return ReplySource.of(
                    requests.stream()
                            .map(request -> ProjectReplies.of(
                                    request.getKey(),
                                    Texts.key(request.getKeyBytes())
                                            .filter(answered::add)
                                            .flatMap(removed::of)))
                            .iterator(),
                    removed::close);
        });
    }

    /// A version of at most this, as it came; blank is no bound.
    private static View.Bound bound(long version) {
        return version <= 0 ? View.Bound.NONE : new View.Bound.StampAtMost(version);
    }

    private static byte[] from(dev.longboat.proto.project.KeyRange request) {
        return request.getFr().getKeyBytes().toByteArray();
    }

    /// The end of a range whose last key is in it: the first key behind that.
    private static byte[] to(dev.longboat.proto.project.KeyRange request) {
        ByteString last = request.getTo().getKeyBytes();
        return last.concat(ByteString.copyFrom(new byte[1])).toByteArray();
    }

    private <Q> UnaryMethod<Q> unary(UnaryMethod.Handler<Q> handler) {
        return new UnaryMethod<>(resources, handler, ProjectReplies::inPlaceOf);
    }

    private <Q> StreamedMethod<Q> streamed(Function<Q, ReplySource> opener) {
        return new StreamedMethod<>(resources, opener, ProjectReplies::inPlaceOf);
    }

    private <Q> BatchedMethod<Q> batched(Gathering gathering, BatchedMethod.Batches<Q> batches) {
        return new BatchedMethod<>(resources, gathering, batches, ProjectReplies::inPlaceOf);
    }

    private static ReceivedMarshaller<KeyRequest> keys() {
        return received(KeyRequest.parser());
    }

    private static ReceivedMarshaller<dev.longboat.proto.project.KeyRange> ranges() {
        return received(dev.longboat.proto.project.KeyRange.parser());
    }

    private static <M extends MessageLite> ReceivedMarshaller<M> received(Parser<M> parser) {
        return new ReceivedMarshaller<>(ReceivedMarshaller.Decoder.of(parser), Limits.INBOUND_BYTES_MAX);
    }
}
