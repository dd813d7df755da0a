package dev.longboat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What the keys of one client may hold (B1). Confined to the client's thread, and handed over
/// between rounds.
///
/// Every write of a client has a number, which its values carry. A key holds what some write made
/// of it. As long as every outcome is known, there is one such write to a key. Writes whose answers
/// never came leave more, in the order in which they were sent; the next acknowledged write, or a
/// reader that finds one of them, leaves one again, or writes of the same bytes.
final class Ledger {
    /// What a write makes of a key. Immutable.
    ///
    /// @param absent whether the key is gone after it
    record Write(long number, boolean absent) {
        /// Before all writes.
        static final Write NONE = new Write(0, true);
    }

    private static final List<Write> NEVER_WRITTEN = List.of(Write.NONE);

    private final TreeMap<String, List<Write>> allowed = new TreeMap<>();

    /// The keys of every write in doubt that changes more than one.
    private final TreeMap<Long, List<String>> together = new TreeMap<>();

    private long lastNumber;
    private long acknowledged;

    /// The number of the next write.
    long nextNumber() {
        return ++lastNumber;
    }

    /// A write is about to be sent, after all that are in the ledger.
    void intend(long number, List<Change> changes) {
        for (Change change : changes) {
            List<Write> more = new ArrayList<>(possible(change.key()));
            more.add(new Write(number, change.isDelete()));
            allowed.put(change.key(), List.copyOf(more));
        }
        if (changes.size() > 1) {
            together.put(number, changes.stream().map(Change::key).toList());
        }
    }

    /// The server said that this write is durable: nothing older may be found from now on.
    void acknowledge(long number, List<Change> changes) {
        changes.forEach(change -> leave(change.key(), write -> write.number() >= number));
        together.remove(number);
        acknowledged += changes.size();
    }

    /// The server said that this write did not happen: it may never be found.
    void refuse(long number, List<Change> changes) {
        changes.forEach(change -> leave(change.key(), write -> write.number() != number));
        together.remove(number);
    }

    /// A reader found something that only writes which match can have left under `key`. That
    /// settles what it holds, up to writes of the same bytes.
    ///
    /// @return whether there was such a write
    boolean found(String key, Predicate<Write> matches) {
        return possible(key).stream().anyMatch(matches) && leave(key, matches);
    }

    /// The writes that a reader of `key` may find, in the order in which they were sent.
    List<Write> possible(String key) {
        return allowed.getOrDefault(key, NEVER_WRITTEN);
    }

    /// To be asked when every key has been read: the writes of which some keys say that they
    /// happened, and others that they did not. After this no write is in doubt.
    List<Long> torn() {
        List<Long> torn = together.entrySet().stream()
                .filter(write -> happened(write.getKey(), write.getValue()) && missed(write.getKey(), write.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        together.clear();
        return torn;
    }

    private boolean happened(long number, List<String> keys) {
        return keys.stream().anyMatch(key -> possible(key).stream().allMatch(write -> write.number() == number));
    }

    private boolean missed(long number, List<String> keys) {
        return keys.stream().anyMatch(key -> possible(key).stream().allMatch(write -> write.number() < number));
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
                .filter(entry -> entry.getValue().stream().noneMatch(Write::absent))
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// How many changes were acknowledged.
    long acknowledged() {
        return acknowledged;
    }

    /// How many keys may hold one of several things. Gone is one thing, whoever removed the key.
    long inDoubt() {
        return allowed.values().stream()
                .filter(writes -> writes.stream()
                                .map(write -> write.absent() ? Write.NONE : write)
                                .distinct()
                                .count()
                        > 1)
                .count();
    }

    private boolean leave(String key, Predicate<Write> which) {
        allowed.put(key, possible(key).stream().filter(which).toList());
        return true;
    }
}
