package dev.longboat.classic;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.longboat.engine.Commit;
import dev.longboat.engine.Condition;
import dev.longboat.engine.Key;
import dev.longboat.engine.KeyRange;
import dev.longboat.engine.KeyVersion;
import dev.longboat.engine.Lookup;
import dev.longboat.engine.NewValue;
import dev.longboat.engine.Operation;
import dev.longboat.engine.OperationResult;
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
import dev.longboat.proto.kvs.ChaveValor;
import dev.longboat.proto.kvs.ChaveVersao;
import dev.longboat.proto.kvs.KVSGrpc;
import dev.longboat.proto.kvs.Versao;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// System D's service `kvs.KVS`: keys and values are text of at least 3 characters, a version is an
/// ordinal of 32 bits. Safe for concurrent use.
public final class KvsDoor implements BindableService {
    private static final int CHARACTERS_MIN = 3;
    private static final int BATCH_ITEMS_MAX = 256;

    private final DoorResources resources;
    private final Store store;
    private final DoorStatistics statistics;
    private final Reading reading;
    private final Writing writing;
    private final KvsRemovals removals;

    public KvsDoor(DoorResources resources) {
        this.resources = resources;
        this.store = resources.store();
        this.statistics = resources.statistics();
        this.reading = new Reading(resources.readers());
        this.writing = new Writing(resources.writes());
        this.removals = new KvsRemovals(store, resources.readers());
    }

    @Override
    public ServerServiceDefinition bindService() {
        return new ServiceAssembly(KVSGrpc.getServiceDescriptor())
                .method(
                        KVSGrpc.getInsereMethod(),
                        received(ChaveValor.parser()),
                        new UnaryMethod<>(resources, this::insert, KvsReplies::versionInPlaceOf))
                .method(
                        KVSGrpc.getConsultaMethod(),
                        received(ChaveVersao.parser()),
                        new UnaryMethod<>(
                                resources,
                                (request, _, outcome) -> lookUp(request, outcome),
                                KvsReplies::valueInPlaceOf))
                .method(
                        KVSGrpc.getRemoveMethod(),
                        received(ChaveVersao.parser()),
                        new UnaryMethod<>(resources, this::remove, KvsReplies::versionInPlaceOf))
                .method(
                        KVSGrpc.getInsereVariasMethod(),
                        received(ChaveValor.parser()),
                        new BatchedMethod<>(
                                resources,
                                Gathering.asTheyCome(BATCH_ITEMS_MAX),
                                this::insertMany,
                                KvsReplies::versionInPlaceOf))
                .method(
                        KVSGrpc.getConsultaVariasMethod(),
                        received(ChaveVersao.parser()),
                        new BatchedMethod<>(
                                resources,
                                Gathering.asTheyCome(BATCH_ITEMS_MAX),
                                this::lookUpMany,
                                KvsReplies::valueInPlaceOf))
                .method(
                        KVSGrpc.getRemoveVariasMethod(),
                        received(ChaveVersao.parser()),
                        new BatchedMethod<>(
                                resources,
                                Gathering.inChunksOf(PurgedRange.CHUNK_KEYS),
                                this::removeMany,
                                KvsReplies::versionInPlaceOf))
                .method(
                        KVSGrpc.getSnapshotMethod(),
                        received(Versao.parser()),
                        new StreamedMethod<>(resources, this::snapshot, KvsReplies::valueInPlaceOf))
                .build();
    }

    /// The key of a text, when this interface takes it.
    static Optional<Key> key(ByteString text) {
        return Texts.key(text).filter(_ -> isLongEnough(text));
    }

    private static boolean isLongEnough(ByteString text) {
        String characters = text.toStringUtf8();
        return characters.codePointCount(0, characters.length()) >= CHARACTERS_MIN;
    }

    private void insert(ChaveValor request, int bytes, Outcome outcome) {
        if (!isValid(request)) {
            outcome.answer(KvsReplies.version(KvsReplies.REFUSED));
            return;
        }
        writing.start(bytes, outcome, () -> insert(request), version -> {
            statistics.sets().increment();
            outcome.answer(KvsReplies.version(version));
        });
    }

    private static boolean isValid(ChaveValor request) {
        return key(request.getChaveBytes()).isPresent() && isLongEnough(request.getValorBytes());
    }

    /// Inserts, unless the version would not fit 32 bits. Of a key that exists the transaction
    /// itself tells; of one that does not, only the put: it is taken back then.
    private CompletableFuture<Integer> insert(ChaveValor request) {
        Key key = Key.of(request.getChaveBytes().toByteArray());
        Transaction put = Transaction.when(new Condition.Numeric(
                        KeyRange.only(key), Condition.Field.ORDINAL, Condition.Relation.LESS, Integer.MAX_VALUE))
                .then(new Operation.Put(key, NewValue.of(request.getValorBytes().toByteArray())));
        return store.commitAsync(put).thenCompose(this::fitting);
    }

    private CompletableFuture<Integer> fitting(Commit commit) {
        if (!commit.held()) {
            return CompletableFuture.completedFuture(KvsReplies.REFUSED);
        }
        KeyVersion written = ((OperationResult.Put) commit.results().getFirst()).written();
        int version = KvsReplies.version(written.ordinal());
        return version != KvsReplies.REFUSED
                ? CompletableFuture.completedFuture(version)
                : store.commitAsync(Transaction.of(new Operation.Erase(written.key(), written.revision())))
                        .thenApply(_ -> KvsReplies.REFUSED);
    }

    private CompletableFuture<ReplySource> insertMany(List<ChaveValor> requests) {
        List<CompletableFuture<Supplier<Reply>>> answers = new ArrayList<>();
        for (ChaveValor request : requests) {
            answers.add(
                    isValid(request)
                            ? insert(request).handle(this::answerToInsert)
                            : CompletableFuture.completedFuture(() -> KvsReplies.version(KvsReplies.REFUSED)));
        }
        return InOrder.source(answers);
    }

    private Supplier<Reply> answerToInsert(Integer version, Throwable thrown) {
        if (thrown != null) {
            return InOrder.instead(Failures.ofWrite(thrown), KvsReplies::versionInPlaceOf);
        }
        statistics.sets().increment();
        return () -> KvsReplies.version(version);
    }

    private void lookUp(ChaveVersao request, Outcome outcome) {
        statistics.gets().increment();
        Optional<Key> key = key(request.getChaveBytes());
        if (key.isEmpty()) {
            outcome.answer(KvsReplies.blank());
            return;
        }
        View view = view(request.getVersao());
        switch (store.tryGet(key.get(), view)) {
            case Lookup.Found(var found) -> outcome.answer(KvsReplies.of(found));
            case Lookup.Absent _ -> outcome.answer(KvsReplies.blank());
            case Lookup.OnDisk _ ->
                reading.start(outcome, () -> outcome.answer(KvsReplies.of(store.get(key.get(), view))));
        }
    }

    private CompletableFuture<ReplySource> lookUpMany(List<ChaveVersao> requests) {
        return CompletableFuture.completedFuture(ReplySource.of(
                requests.stream()
                        .map(request -> {
                            statistics.gets().increment();
                            return KvsReplies.of(key(request.getChaveBytes())
                                    .flatMap(key -> store.get(key, view(request.getVersao()))));
                        })
                        .iterator(),
                () -> {}));
    }

    private void remove(ChaveVersao request, int bytes, Outcome outcome) {
        writing.start(bytes, outcome, () -> removals.remove(List.of(request)), answers -> {
            statistics.deletes().increment();
            outcome.answer(KvsReplies.version(answers.getFirst()));
        });
    }

    private CompletableFuture<ReplySource> removeMany(List<ChaveVersao> requests) {
        return removals.remove(requests).thenApply(answers -> {
            statistics.deletes().add(answers.size());
            return ReplySource.of(answers.stream().map(KvsReplies::version).iterator(), () -> {});
        });
    }

    private ReplySource snapshot(Versao request) {
        statistics.ranges().increment();
        return new KvsSnapshot(store, view(request.getVersao()));
    }

    /// Versions of at most this; none is no bound.
    private static View view(int version) {
        return version <= 0 ? View.NEWEST : View.NEWEST.within(new View.Bound.OrdinalAtMost(version));
    }

    private static <M extends MessageLite> ReceivedMarshaller<M> received(Parser<M> parser) {
        return new ReceivedMarshaller<>(ReceivedMarshaller.Decoder.of(parser), Limits.INBOUND_BYTES_MAX);
    }
}
