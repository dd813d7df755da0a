package dev.longboat.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// What one writer gave to a store, and what must therefore be found there: the value of its last
/// acknowledged write to each key. It is for stores whose every answer comes, so that nothing is in
/// doubt. Confined to one thread at a time, handed over between rounds.
final class Book {
    private final String prefix;
    private final int bytesMax;
    private final Tally tally;
    private final TreeMap<String, Long> held = new TreeMap<>();
    private long lastNumber;

    /// A write, before its answer.
    record Entry(String key, long number) {}

    /// @param prefix what its keys start with, and nobody else's
    /// @param bytesMax the longest value, but for its stamp
    /// @param tally is told what happens
    Book(String prefix, int bytesMax, Tally tally) {
        this.prefix = prefix;
        this.bytesMax = bytesMax;
        this.tally = tally;
    }

    String prefix() {
        return prefix;
    }

    String key(int number) {
        return prefix + String.format("%07d", number);
    }

    /// The next write to a key.
    Entry next(String key) {
        return new Entry(key, ++lastNumber);
    }

    /// What a write gives to its key.
    byte[] value(Entry entry) {
        return StampedValue.of(entry.key(), entry.number(), bytesMax).bytes();
    }

    /// The store has it. Answers are entered in the order of their writes.
    void written(Entry entry) {
        held.put(entry.key(), entry.number());
        tally.acknowledged(1);
    }

    /// The store said that it did not take a write: what it held it holds.
    void refused() {
        tally.refused();
    }

    /// The store answered a write with an error that leaves open what it did. It has no right to
    /// one.
    void failed(Entry entry, Exception error) {
        expect(false, () -> "a write to " + entry.key() + " failed: " + error);
    }

    /// The store said that it has deleted a key.
    void deleted(String key) {
        held.remove(key);
        tally.acknowledged(1);
    }

    /// The store said that it has removed every key.
    void cleared() {
        tally.acknowledged(held.size());
        held.clear();
    }

    /// The keys that are there, in order.
    List<String> present() {
        return List.copyOf(held.keySet());
    }

    /// A reader found this under a key.
    void found(String key, Optional<byte[]> value) {
        Optional<Entry> expected = Optional.ofNullable(held.get(key)).map(number -> new Entry(key, number));
        expect(
                value.isPresent() == expected.isPresent()
                        && expected.stream().allMatch(entry -> Arrays.equals(value(entry), value.orElseThrow())),
                () -> key + " holds "
                        + value.map(bytes -> bytes.length + " bytes").orElse("nothing") + " instead of "
                        + expected.map(entry -> "write " + entry.number()).orElse("nothing"));
    }

    /// A reader found these keys, in this order, where all are.
    void found(List<String> keys) {
        expect(
                keys.equals(present()),
                () -> prefix + " as a range has " + keys.size() + " keys instead of the " + held.size() + " written");
    }

    /// A reader was given an error. The store has no right to one.
    void unreadable(String what, Exception error) {
        expect(false, () -> what + " cannot be read: " + error);
    }

    private void expect(boolean holds, Supplier<String> otherwise) {
        tally.compared(holds, otherwise);
    }
}
