package dev.longboat.bench;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/// What the keys of one client may hold (B1). Confined to the client's thread, and handed over
/// between rounds.
///
/// Every write of a client has a number, which its value carries; a key holds the write of some
/// number, or nothing, which is [#ABSENT]. As long as every outcome is known, there is one number
/// to a key. A write whose answer never came leaves two; the next acknowledged write, or a reader
/// that finds one of them, leaves one again, or writes of the same bytes.
final class Ledger {
    /// The number of a key that is not there.
    static final long ABSENT = 0;

    private static final Set<Long> NEVER_WRITTEN = Set.of(ABSENT);

    private final TreeMap<String, Set<Long>> allowed = new TreeMap<>();
    private long lastNumber;
    private long acknowledged;

    /// A value is about to be sent for `key`; answers the number that it must carry.
    long intendSet(String key) {
        long number = ++lastNumber;
        allow(key, number);
        return number;
    }

    /// A delete of `key` is about to be sent.
    long intendDelete(String key) {
        allow(key, ABSENT);
        return ABSENT;
    }

    /// The server said that this write is durable: nothing else may be found from now on.
    void acknowledge(String key, long number) {
        allowed.put(key, Set.of(number));
        acknowledged++;
    }

    /// A reader found `number` under `key`, which settles what it holds.
    ///
    /// @return whether that was possible
    boolean found(String key, long number) {
        return found(key, allowed -> allowed == number);
    }

    /// A reader found something that only writes which match can have left under `key`. That
    /// settles what it holds, up to writes of the same bytes.
    ///
    /// @return whether there was such a write
    boolean found(String key, LongPredicate matches) {
        Set<Long> left = possible(key).stream().filter(matches::test).collect(Collectors.toUnmodifiableSet());
        if (!left.isEmpty()) {
            allowed.put(key, left);
        }
        return !left.isEmpty();
    }

    /// The numbers that a reader of `key` may find.
    Set<Long> possible(String key) {
        return allowed.getOrDefault(key, NEVER_WRITTEN);
    }

    /// Every key that a write was ever sent for, in order.
    List<String> keys() {
        return List.copyOf(allowed.keySet());
    }

    /// The first keys that start with `prefix` and are there, in order. Asked while every outcome
    /// is known.
    List<String> present(String prefix, int limit) {
        return allowed.tailMap(prefix).entrySet().stream()
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .filter(entry -> !entry.getValue().contains(ABSENT))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// How many writes were acknowledged.
    long acknowledged() {
        return acknowledged;
    }

    private void allow(String key, long number) {
        Set<Long> more = new HashSet<>(possible(key));
        more.add(number);
        allowed.put(key, Set.copyOf(more));
    }
}
