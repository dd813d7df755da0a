package dev.longboat.engine;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The keys of a range that exist, in order: the applied ones, with what is in flight, and what the
/// transaction itself has done, laid over them. Confined to the store-journal thread.
final class LiveKeys implements AutoCloseable {
    private final RangeCursor applied;
    private final NavigableMap<Key, KeyState> over = new TreeMap<>();
    private Optional<KeyValue> below;
    private Optional<KeyValue> current = Optional.empty();

    /// @param own laid over `flying`
    LiveKeys(RangeCursor applied, KeyRange range, NavigableMap<Key, KeyState> flying, NavigableMap<Key, KeyState> own) {
        this.applied = applied;
        lay(range, flying);
        lay(range, own);
        this.below = nextApplied();
    }

    /// Moves to the next key.
    ///
    /// @return false when there is none left
    boolean next() {
        current = Optional.empty();
        while (current.isEmpty() && (below.isPresent() || !over.isEmpty())) {
            int order = orderOfHeads();
            if (order < 0) {
                current = below;
            } else {
                current = over.pollFirstEntry().getValue().live();
            }
            if (order <= 0) {
                below = nextApplied();
            }
        }
        return current.isPresent();
    }

    KeyValue current() {
        return current.orElseThrow();
    }

    @Override
    public void close() {
        applied.close();
    }

    /// Negative when the next key is an applied one, positive when it is one laid over, 0 when it
    /// is both.
    private int orderOfHeads() {
        if (below.isEmpty()) {
            return 1;
        }
        return over.isEmpty() ? -1 : below.get().key().compareTo(over.firstKey());
    }

    private void lay(KeyRange range, NavigableMap<Key, KeyState> states) {
        Key from = range.fromArray().length == 0 ? null : Key.owning(range.fromArray());
        NavigableMap<Key, KeyState> tail = from == null ? states : states.tailMap(from, true);
        for (var state : tail.entrySet()) {
            if (!range.contains(state.getKey())) {
                return;
            }
            over.put(state.getKey(), state.getValue());
        }
    }

    private Optional<KeyValue> nextApplied() {
        return applied.next() ? Optional.of(applied.current()) : Optional.empty();
    }
}
