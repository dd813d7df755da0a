package dev.longboat.engine;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.Optional;

/// What a transaction sees before it does anything: the applied state, with what is in flight laid
/// over it. Confined to the store-journal thread. Lifetime: borrows the table set.
final class ProposalView {
    private final TableSet set;
    private final VersionReader base;
    private final ValueReader values;
    private final InFlight inFlight;
    private final Reach reach;
    private final Leases leases;

    ProposalView(TableSet set, AppliedState state, ValueReader values, InFlight inFlight) {
        this.set = set;
        this.reach = state.reach();
        this.leases = state.leases();
        this.values = values;
        this.inFlight = inFlight;
        this.base = new VersionReader(set, reach, inFlight.baseRevision(), View.NEWEST);
    }

    InFlight inFlight() {
        return inFlight;
    }

    /// How far back the applied state reaches.
    Reach reach() {
        return reach;
    }

    ValueReader values() {
        return values;
    }

    /// The applied state alone, in which older versions are found too.
    VersionReader applied() {
        return base;
    }

    /// The applied state as it was at a revision.
    VersionReader appliedAt(long revision) {
        return new VersionReader(set, reach, inFlight.baseRevision(), View.at(revision));
    }

    /// Where a key stands after what is in flight.
    KeyState state(Key key) throws IOException {
        Optional<KeyState> flying = inFlight.state(key);
        return flying.isPresent() ? flying.get() : applied(key);
    }

    private KeyState applied(Key key) throws IOException {
        byte[] storedKey = StoredKeys.of(key);
        Optional<Change> newest = base.newestChange(storedKey);
        if (newest.isEmpty()) {
            return KeyState.NEVER_SEEN;
        }
        Optional<Change.Put> live = switch (newest.get()) {
            case Change.Put put -> Optional.of(put);
            case Change.Delete _ -> Optional.empty();
            case Change.Removal _ -> base.find(storedKey);
        };
        return new KeyState(live.map(put -> keyValue(key, put)), newest.get().at());
    }

    /// A lease after what is in flight.
    Optional<Lease> lease(long id) {
        Optional<Lease> flying = inFlight.leases().get(id);
        return flying != null ? flying : leases.find(id);
    }

    /// How many leases there are at most after what is in flight.
    int leaseCount() {
        return leases.count() + inFlight.leases().size();
    }

    /// The first keys that a lease holds that nothing in flight touches.
    HeldKeys heldKeys(Lease lease, int keysMax, long bytesMax) throws IOException {
        try (LeaseRows.Keys keys = new LeaseRows.Keys(set.cursor(), base.began(), lease.id(), new byte[0])) {
            return keys.held(
                    key -> state(key)
                            .live()
                            .filter(live -> lease.holds(live.version()))
                            .isPresent(),
                    keysMax,
                    bytesMax);
        }
    }

    KeyValue keyValue(Key key, Change.Put put) {
        return new KeyValue(
                put.of(key),
                new Value(put.value(), values, StoredKeys.of(key), put.at().revision()));
    }

    /// The keys of a range that exist, with what a transaction has done so far laid over them.
    LiveKeys liveKeys(KeyRange range, NavigableMap<Key, KeyState> own) throws IOException {
        ScanCursor cursor = new ScanCursor(set.cursor(), base, values, range, Order.ASCENDING);
        return new LiveKeys(cursor, range, inFlight.states(), own);
    }
}
