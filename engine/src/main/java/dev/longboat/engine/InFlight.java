package dev.longboat.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The transactions that will stand in the next entry: evaluated, not yet durable. Later ones see
/// what earlier ones do. Confined to the store-journal thread.
final class InFlight {
    private final long baseRevision;
    private final long commitTime;
    private final NavigableMap<Key, KeyState> states = new TreeMap<>();
    private final List<List<Effect>> transactions = new ArrayList<>();
    private long payloadBytesMax = EntryCodec.HEAD_BYTES;

    InFlight(long baseRevision, long commitTime) {
        this.baseRevision = baseRevision;
        this.commitTime = commitTime;
    }

    long baseRevision() {
        return baseRevision;
    }

    long commitTime() {
        return commitTime;
    }

    /// The revision that the store will have when all of these are applied.
    long revision() {
        return baseRevision + transactions.size();
    }

    List<List<Effect>> transactions() {
        return transactions;
    }

    /// How large the entry can become.
    long payloadBytesMax() {
        return payloadBytesMax;
    }

    boolean isEmpty() {
        return transactions.isEmpty();
    }

    Optional<KeyState> state(Key key) {
        return Optional.ofNullable(states.get(key));
    }

    NavigableMap<Key, KeyState> states() {
        return states;
    }

    /// Takes a transaction that changes something.
    ///
    /// @param changed what it leaves of each key it changed
    /// @param effectBytesMax the most bytes its effects take
    void add(List<Effect> effects, NavigableMap<Key, KeyState> changed, long effectBytesMax) {
        transactions.add(List.copyOf(effects));
        states.putAll(changed);
        payloadBytesMax += effectBytesMax;
    }
}
