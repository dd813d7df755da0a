package dev.longboat.server;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.Condition;
import dev.longboat.client.Key;
import dev.longboat.client.KeyValue;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.Operation;
import dev.longboat.client.OperationResult;
import dev.longboat.client.RangeCursor;
import dev.longboat.client.RangeQuery;
import dev.longboat.client.Session;
import dev.longboat.client.Transaction;
import dev.longboat.client.TransactionResult;
import dev.longboat.client.Value;
import dev.longboat.testkit.StoreAnswer;
import dev.longboat.testkit.StoreCall;
import dev.longboat.testkit.StoreCall.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/// How a recorded client reaches a server: a session, or single calls, each step through the call
/// that is made for it. Confined to its client.
final class RecordedDoor implements AutoCloseable {
    private static final int WIDTH_MAX = 4;
    private static final int IN_8_LONG = 1;

    /// Makes a value longer on its way, so that a history stays short to read.
    private static final String FILLING = "~".repeat(20_000);

    private static final ClientOptions OPTIONS = ClientOptions.DEFAULTS
            .deadline(Duration.ofSeconds(60))
            .retryDelays(Duration.ofMillis(5), Duration.ofMillis(20));

    private final LongboatClient client;
    private final Optional<Session> session;
    private final int width;

    private RecordedDoor(LongboatClient client, Optional<Session> session, int width) {
        this.client = client;
        this.session = session;
        this.width = width;
    }

    /// Single calls, some sent again when they were not begun, or a session.
    static RecordedDoor draw(String endpoint, SplittableRandom random) {
        LongboatClient client =
                LongboatClient.connect(endpoint, OPTIONS.retryAttemptsMax(random.nextBoolean() ? 1 : 3));
        Optional<Session> session = random.nextBoolean() ? Optional.of(client.session()) : Optional.empty();
        return new RecordedDoor(client, session, 1 + random.nextInt(WIDTH_MAX));
    }

    static RecordedDoor single(String endpoint) {
        return new RecordedDoor(LongboatClient.connect(endpoint, OPTIONS), Optional.empty(), 1);
    }

    /// How many calls may be under way at once, at most.
    int width() {
        return width;
    }

    CompletableFuture<StoreAnswer> ask(StoreCall call) {
        if (!call.guards().isEmpty() || call.then().size() > 1) {
            return transact(call);
        }
        return switch (call.then().getFirst()) {
            case Step.Put put ->
                set(Key.of(put.key()), wire(put.value())).thenApply(written -> told(written.revision()));
            case Step.Delete delete -> delete(Key.of(delete.key())).thenApply(done -> told(done.revision()));
            case Step.Read read
            when HotKeys.isKey(read.prefix()) ->
                get(Key.of(read.prefix()))
                        .thenApply(found -> new StoreAnswer(StoreAnswer.UNTOLD, true, List.of(pairs(found))));
            case Step.Read read ->
                session.isPresent() ? transact(call) : CompletableFuture.supplyAsync(() -> range(read.prefix()));
        };
    }

    private CompletableFuture<KeyVersion> set(Key key, Value value) {
        return session.map(each -> each.set(key, value).thenApply(OperationResult.Set::written))
                .orElseGet(() -> client.async().set(key, value));
    }

    private CompletableFuture<OperationResult.Delete> delete(Key key) {
        return session.map(each -> each.delete(key))
                .orElseGet(() -> client.async().delete(Operation.delete(key)));
    }

    private CompletableFuture<Optional<KeyValue>> get(Key key) {
        return session.map(each -> each.get(key)).orElseGet(() -> client.async().get(key));
    }

    private StoreAnswer range(String prefix) {
        try (RangeCursor found = client.prefix(prefix)) {
            List<String> pairs = new ArrayList<>();
            found.forEachRemaining(each -> pairs.add(pair(each)));
            return new StoreAnswer(found.revision(), true, List.of(pairs));
        }
    }

    private CompletableFuture<StoreAnswer> transact(StoreCall call) {
        Transaction transaction = new Transaction(
                call.guards().stream().map(RecordedDoor::condition).toList(),
                operations(call.then()),
                operations(call.otherwise()));
        return session.map(each -> each.transact(transaction))
                .orElseGet(() -> client.async().transact(transaction))
                .thenApply(RecordedDoor::told);
    }

    private static Condition condition(StoreCall.Guard guard) {
        Condition.Subject key = Condition.on(guard.key());
        return guard.expected()
                .map(value -> key.value(Condition.Is.EQUAL, wire(value)))
                .orElseGet(key::isAbsent);
    }

    private static List<Operation> operations(List<Step> steps) {
        return steps.stream().map(RecordedDoor::operation).toList();
    }

    private static Operation operation(Step step) {
        return switch (step) {
            case Step.Put put -> Operation.set(Key.of(put.key()), wire(put.value()));
            case Step.Delete delete -> Operation.delete(delete.key());
            case Step.Read read when HotKeys.isKey(read.prefix()) -> Operation.get(read.prefix());
            case Step.Read read -> new Operation.Range(RangeQuery.prefix(read.prefix()));
        };
    }

    private static StoreAnswer told(long revision) {
        return new StoreAnswer(revision, true, List.of());
    }

    private static StoreAnswer told(TransactionResult result) {
        List<List<String>> reads = new ArrayList<>();
        for (OperationResult each : result.results()) {
            if (each instanceof OperationResult.Get get) {
                reads.add(pairs(get.found()));
            } else if (each instanceof OperationResult.Range range) {
                reads.add(range.pairs().stream().map(RecordedDoor::pair).toList());
            }
        }
        return new StoreAnswer(result.revision(), result.succeeded(), reads);
    }

    private static List<String> pairs(Optional<KeyValue> found) {
        return found.map(RecordedDoor::pair).stream().toList();
    }

    /// A value that is not whole stays as it is, and agrees with nothing that was written.
    private static String pair(KeyValue found) {
        String text = found.value().text();
        String value = text.replace(FILLING, "");
        return found.key().text() + "=" + (wire(value).text().equals(text) ? value : text);
    }

    private static Value wire(String value) {
        return Value.of(Math.floorMod(value.hashCode(), 8) < IN_8_LONG ? value + FILLING : value);
    }

    @Override
    public void close() {
        session.ifPresent(Session::close);
        client.close();
    }
}
