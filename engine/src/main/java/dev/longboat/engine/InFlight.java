package dev.longboat.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The transactions that will stand in the next entry: evaluated, not yet durable. Later ones see
/// what earlier ones do. Confined to the store-journal thread.
///
/// Lifetime: pins the segments in which uploaded values lie until it is closed; by then the entry
/// has been applied, and the memtable pins them.
final class InFlight implements AutoCloseable {
    private final long baseRevision;
    private final long commitTime;
    private final NavigableMap<Key, KeyState> states = new TreeMap<>();
    private final List<List<Effect>> transactions = new ArrayList<>();
    private final List<SegmentPins.Range> pins = new ArrayList<>();

    /// Leases that are granted, and empty those that end.
    private final Map<Long, Optional<Lease>> leases = new HashMap<>();

    /// Leases on which keys are hung.
    private final Set<Long> attached = new HashSet<>();

    private long payloadBytesMax = EntryCodec.HEAD_BYTES + EntryCodec.HORIZON_BYTES_MAX;
    private long horizon;

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
        return transactions.isEmpty() && horizon == 0;
    }

    /// The revision that becomes the horizon; 0 for none.
    long horizon() {
        return horizon;
    }

    void trimTo(long revision) {
        horizon = revision;
    }

    /// Keeps a range until the entry has been applied.
    void keep(SegmentPins.Range range) {
        pins.add(range);
    }

    @Override
    public void close() {
        pins.forEach(SegmentPins.Range::close);
    }

    Optional<KeyState> state(Key key) {
        return Optional.ofNullable(states.get(key));
    }

    NavigableMap<Key, KeyState> states() {
        return states;
    }

    /// Leases that are granted, and empty those that end.
    Map<Long, Optional<Lease>> leases() {
        return leases;
    }

    /// Whether anything is done to a lease, or hung on it.
    boolean touches(long lease) {
        return leases.containsKey(lease) || attached.contains(lease);
    }

    /// Takes a transaction that changes something.
    ///
    /// @param effects all that it has
    /// @param effectBytesMax the most bytes they take
    void add(Evaluation evaluation, List<Effect> effects, long effectBytesMax) {
        transactions.add(List.copyOf(effects));
        states.putAll(evaluation.changed());
        leases.putAll(evaluation.leases().changed());
        attached.addAll(evaluation.leases().attached());
        payloadBytesMax += effectBytesMax;
    }
}
