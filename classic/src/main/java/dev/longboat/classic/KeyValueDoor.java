package dev.longboat.classic;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.longboat.engine.Commit;
import dev.longboat.engine.Key;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Lookup;
import dev.longboat.engine.NewValue;
import dev.longboat.engine.Operation;
import dev.longboat.engine.Transaction;
import dev.longboat.engine.View;
import dev.longboat.grpc.DoorResources;
import dev.longboat.grpc.DoorStatistics;
import dev.longboat.grpc.Keys;
import dev.longboat.grpc.Limits;
import dev.longboat.grpc.Outcome;
import dev.longboat.grpc.ReceivedMarshaller;
import dev.longboat.grpc.Reply;
import dev.longboat.grpc.ServiceAssembly;
import dev.longboat.grpc.UnaryMethod;
import dev.longboat.proto.keyvalue.GetPrefixRequest;
import dev.longboat.proto.keyvalue.GetRequest;
import dev.longboat.proto.keyvalue.GetResponse;
import dev.longboat.proto.keyvalue.KeyValueGrpc;
import dev.longboat.proto.keyvalue.SetResponse;
import dev.longboat.proto.keyvalue.StatRequest;
import dev.longboat.proto.keyvalue.StatResponse;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// System A's service `keyvalue.KeyValue`: keys are text, values bytes, every call has one answer.
/// Safe for concurrent use.
public final class KeyValueDoor implements BindableService {
    /// The longest message that system A's clients accept.
    public static final int ANSWER_BYTES_MAX = 256 << 20;

    /// Longer answers pass one at a time.
    public static final int COMMON_ANSWER_BYTES_MAX = 16 << 20;

    private static final int LARGE_ANSWERS_WAITING_MAX = 64;
    private static final DateTimeFormatter START_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final DoorResources resources;
    private final DoorStatistics statistics;
    private final ZoneId zone;
    private final AnswerSender sender;
    private final Reading reading;
    private final Writing writing;

    /// @param answerBytesMax the longest answer, at most [#ANSWER_BYTES_MAX]
    /// @param zone of the time that Stat tells
    public KeyValueDoor(DoorResources resources, int answerBytesMax, ZoneId zone) {
        this.resources = resources;
        this.statistics = resources.statistics();
        this.zone = zone;
        this.reading = new Reading(resources.readers());
        this.writing = new Writing(resources.writes());
        this.sender = new AnswerSender(
                resources, new LargeAnswerGate(LARGE_ANSWERS_WAITING_MAX), Math.min(answerBytesMax, ANSWER_BYTES_MAX));
    }

    @Override
    public ServerServiceDefinition bindService() {
        return new ServiceAssembly(KeyValueGrpc.getServiceDescriptor())
                .method(
                        KeyValueGrpc.getSetMethod(),
                        new ReceivedMarshaller<>(TextSet::decode, Limits.INBOUND_BYTES_MAX),
                        unary(this::set))
                .method(
                        KeyValueGrpc.getGetMethod(),
                        received(GetRequest.parser()),
                        unary((request, _, outcome) -> get(request, outcome)))
                .method(
                        KeyValueGrpc.getGetPrefixMethod(),
                        received(GetPrefixRequest.parser()),
                        unary((request, _, outcome) -> getPrefix(request, outcome)))
                .method(
                        KeyValueGrpc.getStatMethod(),
                        received(StatRequest.parser()),
                        unary((_, _, outcome) -> stat(outcome)))
                .build();
    }

    private void set(TextSet request, int bytes, Outcome outcome) {
        writing.start(bytes, outcome, () -> commit(request), _ -> {
            statistics.sets().increment();
            outcome.answer(Reply.of(SetResponse.newBuilder().setSuccess(true).build()));
        });
    }

    private CompletableFuture<Commit> commit(TextSet request) {
        return resources
                .store()
                .commitAsync(Transaction.of(new Operation.Put(key(request.key()), NewValue.of(request.value()))));
    }

    private void get(GetRequest request, Outcome outcome) {
        statistics.gets().increment();
        Key key = key(request.getKey());
        switch (resources.store().tryGet(key, View.NEWEST)) {
            case Lookup.Found(KeyValue found) -> outcome.answer(found(found));
            case Lookup.Absent _ -> outcome.answer(Reply.of(GetResponse.getDefaultInstance()));
            case Lookup.OnDisk _ -> reading.start(outcome, () -> getFromDisk(key, outcome));
        }
    }

    private void getFromDisk(Key key, Outcome outcome) {
        Optional<KeyValue> found = resources.store().get(key);
        if (found.isEmpty()) {
            outcome.answer(Reply.of(GetResponse.getDefaultInstance()));
        } else if (found.get().value().length() <= COMMON_ANSWER_BYTES_MAX) {
            outcome.answer(found(found.get()));
        } else {
            sender.send(
                    outcome,
                    found.get().value().length(),
                    () -> Reply.of(
                            isFound(),
                            new Reply.Read(
                                    GetResponse.VALUE_FIELD_NUMBER, found.get().value())));
        }
    }

    private static Reply found(KeyValue found) {
        return Reply.of(
                isFound(),
                new Reply.Bytes(GetResponse.VALUE_FIELD_NUMBER, found.value().toBytes()));
    }

    private static Reply.Part isFound() {
        return new Reply.Fields(GetResponse.newBuilder().setFound(true).build());
    }

    private void getPrefix(GetPrefixRequest request, Outcome outcome) {
        statistics.prefixes().increment();
        reading.start(outcome, () -> {
            PrefixAnswer answer = PrefixAnswer.read(
                    resources.store(),
                    request.getPrefix().getBytes(StandardCharsets.UTF_8),
                    request.getMaxResults(),
                    sender.bytesMax());
            sender.send(outcome, answer.bytes(), answer::reply);
        });
    }

    private void stat(Outcome outcome) {
        reading.start(outcome, () -> {
            long sets = statistics.sets().sum();
            long gets = statistics.gets().sum();
            long prefixes = statistics.prefixes().sum();
            outcome.answer(Reply.of(StatResponse.newBuilder()
                    .setKeyCount(resources.store().statistics().keys())
                    .setServerStartTime(START_TIME.format(
                            Instant.ofEpochMilli(statistics.startMillis()).atZone(zone)))
                    .setTotalRequests(sets + gets + prefixes)
                    .setSetCount(sets)
                    .setGetCount(gets)
                    .setGetprefixCount(prefixes)
                    .build()));
        });
    }

    private static Key key(String text) {
        return Keys.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private <Q> UnaryMethod<Q> unary(UnaryMethod.Handler<Q> handler) {
        return new UnaryMethod<>(resources, handler);
    }

    private static <M extends MessageLite> ReceivedMarshaller<M> received(Parser<M> parser) {
        return new ReceivedMarshaller<>(ReceivedMarshaller.Decoder.of(parser), Limits.INBOUND_BYTES_MAX);
    }
}
