package dev.longboat.server;

import dev.longboat.testkit.StoreAnswer;
import dev.longboat.testkit.StoreCall;
import dev.longboat.testkit.StoreCall.Guard;
import dev.longboat.testkit.StoreCall.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/// What one recorded client asks of a few keys that all fight for: puts, deletes, swaps of what it
/// saw last, transactions, reads of a key and of everything. Every value is written once. What is
/// done when a guard does not hold changes nothing. Drawing is confined to the client, [#saw] is
/// safe for concurrent use.
final class HotKeys {
    /// Holds the number of the round. No key is a prefix of another.
    static final String ROUND = "round";

    private static final List<String> KEYS = List.of("a", "b", "c", "d");

    private final String name;
    private final SplittableRandom random;
    private final Map<String, Optional<String>> seen = new ConcurrentHashMap<>();
    private int drawn;

    /// @param name begins every value, so that no other client writes the same
    HotKeys(String name, SplittableRandom random) {
        this.name = name;
        this.random = random;
    }

    /// Begins a round, and reads everything that the rounds before left.
    static StoreCall opening(int round) {
        return StoreCall.of(new Step.Put(ROUND, Integer.toString(round)), new Step.Read(""));
    }

    /// The round that a call begins, if it does.
    static Optional<String> opened(StoreCall call) {
        return call.then().getFirst() instanceof Step.Put put && put.key().equals(ROUND)
                ? Optional.of(put.value())
                : Optional.empty();
    }

    static boolean isKey(String prefix) {
        return prefix.equals(ROUND) || KEYS.contains(prefix);
    }

    StoreCall draw() {
        int at = random.nextInt(KEYS.size());
        String key = KEYS.get(at);
        String other = KEYS.get((at + 1 + random.nextInt(KEYS.size() - 1)) % KEYS.size());
        String value = name + "." + ++drawn;
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> StoreCall.of(new Step.Put(key, value));
            case 3 -> StoreCall.of(new Step.Delete(key));
            case 4, 5, 6 ->
                new StoreCall(
                        List.of(new Guard(key, seen.getOrDefault(key, Optional.empty()))),
                        List.of(new Step.Put(key, value)),
                        List.of(new Step.Read(key)));
            case 7 -> StoreCall.of(new Step.Put(key, value), new Step.Put(other, value));
            case 8 -> StoreCall.of(new Step.Delete(key), new Step.Put(other, value), new Step.Read(""));
            case 9 -> StoreCall.of(new Step.Read(""));
            default -> StoreCall.of(new Step.Read(key));
        };
    }

    /// Remembers what an answer tells of the keys.
    void saw(StoreCall call, StoreAnswer answer) {
        int reads = 0;
        for (Step step : answer.held() ? call.then() : call.otherwise()) {
            switch (step) {
                case Step.Put put -> seen.put(put.key(), Optional.of(put.value()));
                case Step.Delete delete -> seen.put(delete.key(), Optional.empty());
                case Step.Read read -> saw(read.prefix(), answer.reads().get(reads++));
            }
        }
    }

    private void saw(String prefix, List<String> pairs) {
        for (String key : KEYS) {
            if (key.startsWith(prefix)) {
                seen.put(key, valueOf(key, pairs));
            }
        }
    }

    /// The value of a key among what a read saw.
    static Optional<String> valueOf(String key, List<String> pairs) {
        return pairs.stream()
                .filter(pair -> pair.startsWith(key + "="))
                .map(pair -> pair.substring(key.length() + 1))
                .findFirst();
    }
}
