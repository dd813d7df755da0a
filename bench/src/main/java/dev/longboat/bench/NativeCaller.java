package dev.longboat.bench;

import dev.longboat.client.Condition;
import dev.longboat.client.Key;
import dev.longboat.client.KeyValue;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.Operation;
import dev.longboat.client.RangeCursor;
import dev.longboat.client.Session;
import dev.longboat.client.Transaction;
import dev.longboat.client.Value;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A client of `longboat.v1`. Confined to one thread.
final class NativeCaller implements Caller {
    private final LongboatClient client;
    private final Optional<Session> session;

    private NativeCaller(LongboatClient client, Optional<Session> session) {
        this.client = client;
        this.session = session;
    }

    static NativeCaller unary(String endpoint) {
        return new NativeCaller(LongboatClient.connect(endpoint), Optional.empty());
    }

    static NativeCaller session(String endpoint) {
        LongboatClient client = LongboatClient.connect(endpoint);
        return new NativeCaller(client, Optional.of(client.session()));
    }

    @Override
    public Outcome call(Act act) {
        Key key = Key.of(act.key());
        return switch (act.verb()) {
            case CREATE -> Outcome.of(storedWhen(Condition.on(key).isAbsent(), act));
            case UPDATE -> Outcome.of(storedWhen(Condition.on(key).exists(), act));
            case SET -> {
                Value value = Value.of(act.value());
                session.ifPresentOrElse(s -> s.set(key, value).join(), () -> client.set(key, value));
                yield Outcome.DONE;
            }
            case GET ->
                Outcome.found(session.map(s -> s.get(key).join())
                        .orElseGet(() -> client.get(key))
                        .map(KeyValue::value)
                        .map(Value::text));
            case DELETE ->
                Outcome.of(session.map(s -> s.delete(key).join().deleted()).orElseGet(() -> client.delete(key)));
        };
    }

    private boolean storedWhen(Condition condition, Act act) {
        Transaction transaction =
                Transaction.when(condition).then(Operation.set(Key.of(act.key()), Value.of(act.value())));
        return session.map(s -> s.transact(transaction).join())
                .orElseGet(() -> client.transact(transaction))
                .succeeded();
    }

    @Override
    public Map<String, String> pairs(String prefix) {
        Map<String, String> pairs = new TreeMap<>();
        try (RangeCursor cursor = client.prefix(prefix)) {
            cursor.forEachRemaining(
                    pair -> pairs.put(pair.key().text(), pair.value().text()));
        }
        return pairs;
    }

    @Override
    public void close() {
        session.ifPresent(Session::close);
        client.close();
    }
}
