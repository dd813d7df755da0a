package dev.longboat.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.longboat.testkit.StoreAnswer;
import dev.longboat.testkit.StoreCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Transactions and prefix reads over a few keys, to a store in this process. Immutable.
record StoreLanguage() implements RecordedClients.Language<StoreCall, StoreAnswer> {
    private static final String FILLING = "~".repeat(300);

    @Override
    public StoreCall draw(SplittableRandom random, String freshValue) {
        String left = "l" + random.nextInt(4);
        String right = "r" + random.nextInt(4);
        String value = random.nextInt(5) == 0 ? freshValue + FILLING : freshValue;
        return switch (random.nextInt(8)) {
            case 0, 1 -> StoreCall.of(new StoreCall.Step.Put(left, value), new StoreCall.Step.Put(right, value));
            case 2 -> StoreCall.of(new StoreCall.Step.Delete(left), new StoreCall.Step.Put(right, value));
            case 3 -> StoreCall.of(new StoreCall.Step.Put(left, value), new StoreCall.Step.Read("l"));
            case 4 ->
                new StoreCall(
                        List.of(new StoreCall.Guard(left, Optional.empty())),
                        List.of(new StoreCall.Step.Put(left, value)),
                        List.of(new StoreCall.Step.Read("r"), new StoreCall.Step.Delete(left)));
            case 5 -> StoreCall.of(new StoreCall.Step.Read("l"));
            default -> StoreCall.of(new StoreCall.Step.Read(""));
        };
    }

    /// A lone read is asked of a snapshot, anything else in a transaction.
    @Override
    public StoreAnswer ask(Store store, StoreCall call) {
        if (call.guards().isEmpty() && call.then().equals(List.of(new StoreCall.Step.Read("")))) {
            try (Snapshot snapshot = store.snapshot();
                    RangeCursor cursor = snapshot.range(KeyRange.all(), Order.ASCENDING)) {
                List<String> pairs = new ArrayList<>();
                while (cursor.next()) {
                    pairs.add(pair(cursor.current()));
                }
                return new StoreAnswer(snapshot.revision(), true, List.of(pairs));
            }
        }
        Commit commit = store.commit(new Transaction(
                call.guards().stream().map(StoreLanguage::condition).toList(),
                operations(call.then()),
                operations(call.otherwise())));
        List<List<String>> reads = new ArrayList<>();
        for (OperationResult result : commit.results()) {
            if (result instanceof OperationResult.Read read) {
                reads.add(read.found().stream().map(StoreLanguage::pair).toList());
            }
        }
        return new StoreAnswer(commit.revision(), commit.held(), reads);
    }

    private static Condition condition(StoreCall.Guard guard) {
        Key key = Key.of(guard.key());
        return guard.expected()
                .map(value -> Condition.valueIs(key, value.getBytes(UTF_8)))
                .orElseGet(() -> Condition.absent(key));
    }

    private static List<Operation> operations(List<StoreCall.Step> steps) {
        return steps.stream().map(StoreLanguage::operation).toList();
    }

    private static Operation operation(StoreCall.Step step) {
        return switch (step) {
            case StoreCall.Step.Put put ->
                new Operation.Put(Key.of(put.key()), NewValue.of(put.value().getBytes(UTF_8)));
            case StoreCall.Step.Delete delete -> new Operation.Delete(KeyRange.only(Key.of(delete.key())));
            case StoreCall.Step.Read read ->
                new Operation.Read(KeyRange.prefix(read.prefix().getBytes(UTF_8)), 0);
        };
    }

    private static String pair(KeyValue found) {
        return new String(found.key().toBytes(), UTF_8) + "="
                + new String(found.value().toBytes(), UTF_8);
    }
}
