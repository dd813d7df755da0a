package dev.longboat.engine;

import dev.longboat.table.RowCursor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The leases that there are, as the committed entries have made them. It knows no time; the
/// [Lessor] does.
///
/// Safe for concurrent use; what changes it belongs to the store-journal thread (to the opening one
/// during replay).
final class Leases {
    /// Who is told of changes.
    interface Listener {
        /// There is a new lease.
        void granted(Lease lease);

        /// A lease is no more.
        void ended(long id);
    }

    private static final Listener NOBODY = new Listener() {
        @Override
        public void granted(Lease lease) {}

        @Override
        public void ended(long id) {}
    };

    private final ConcurrentNavigableMap<Long, Lease> byId = new ConcurrentSkipListMap<>();
    private volatile Listener listener = NOBODY;

    /// Those of whose rows a set holds.
    static Leases of(TableSet set) throws IOException {
        Leases leases = new Leases();
        try (RowCursor rows = set.cursor()) {
            byte[] last = {};
            rows.seek(LeaseRows.first(), Long.MAX_VALUE);
            while (rows.valid() && LeaseRows.isLease(rows.key())) {
                if (!Arrays.equals(rows.key(), last)) {
                    last = rows.key().clone();
                    leases.apply(last, VersionReader.changeAt(rows));
                }
                rows.next();
            }
        }
        return leases;
    }

    /// From now on the listener is told, at once of the leases that there are.
    void attach(Listener told) {
        listener = told;
        byId.values().forEach(told::granted);
    }

    /// Takes the newest row of a lease.
    void apply(byte[] storedKey, Change change) {
        long id = LeaseRows.lease(storedKey);
        if (change instanceof Change.Put put) {
            Lease lease = new Lease(id, put.lease(), put.at().revision());
            byId.put(id, lease);
            listener.granted(lease);
        } else {
            byId.remove(id);
            listener.ended(id);
        }
    }

    Optional<Lease> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    int count() {
        return byId.size();
    }

    /// In the order of their ids.
    ///
    /// @param after only those with a higher id
    List<Lease> page(long after, int limit) {
        return byId.tailMap(after, false).values().stream().limit(limit).toList();
    }
}
