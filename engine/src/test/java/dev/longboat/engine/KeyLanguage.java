package dev.longboat.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.longboat.testkit.KeyAnswer;
import dev.longboat.testkit.KeyCall;
import java.util.Optional;
import java.util.SplittableRandom;

/// Calls on one key, to a store in this process. Immutable.
record KeyLanguage(Key key) implements RecordedClients.Language<KeyCall, KeyAnswer> {
    @Override
    public KeyCall draw(SplittableRandom random, String freshValue) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> new KeyCall.Put(freshValue);
            case 3 -> new KeyCall.Delete();
            case 4, 5 -> new KeyCall.CompareAndSet(Optional.empty(), freshValue);
            case 6 -> new KeyCall.Get(1 + random.nextInt(20));
            default -> new KeyCall.Get(Long.MAX_VALUE);
        };
    }

    @Override
    public KeyAnswer ask(Store store, KeyCall call) {
        return switch (call) {
            case KeyCall.Get get -> found(store.get(key, view(get.ordinalMax())));
            case KeyCall.Put put -> written(store.put(key, put.value().getBytes(UTF_8)));
            case KeyCall.Delete _ -> new KeyAnswer(store.delete(key), 0, Optional.empty());
            case KeyCall.CompareAndSet swap -> swapped(store.commit(transaction(swap)));
        };
    }

    private static View view(long ordinalMax) {
        return ordinalMax == Long.MAX_VALUE
                ? View.NEWEST
                : View.NEWEST.within(new View.Bound.OrdinalAtMost(ordinalMax));
    }

    private Transaction transaction(KeyCall.CompareAndSet swap) {
        Condition expected = swap.expected()
                .map(value -> Condition.valueIs(key, value.getBytes(UTF_8)))
                .orElseGet(() -> Condition.absent(key));
        NewValue value = NewValue.of(swap.value().getBytes(UTF_8));
        return Transaction.when(expected).then(new Operation.Put(key, value));
    }

    private static KeyAnswer swapped(Commit commit) {
        return commit.held()
                ? written(((OperationResult.Put) commit.results().getFirst()).written())
                : new KeyAnswer(false, 0, Optional.empty());
    }

    private static KeyAnswer written(KeyVersion version) {
        return new KeyAnswer(true, version.ordinal(), Optional.empty());
    }

    private static KeyAnswer found(Optional<KeyValue> found) {
        return found.map(each -> new KeyAnswer(
                        true,
                        each.version().ordinal(),
                        Optional.of(new String(each.value().toBytes(), UTF_8))))
                .orElseGet(() -> new KeyAnswer(false, 0, Optional.empty()));
    }
}
