package dev.longboat.engine;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Decides which of the rows that the store keeps for itself outlive a merge; of users' rows
/// [HistoryFilter] decides. Rows come newest first along each key. Confined to one thread.
final class OwnRows {
    /// Knows the newest versions of users' keys.
    @FunctionalInterface
    interface Holding {
        /// Whether a key's newest version hangs on a lease.
        boolean holds(long lease, Key key) throws IOException;
    }

    private final Reach reach;
    private final boolean bottom;
    private final Holding holding;
    private byte @Nullable [] last;

    /// @param bottom whether no older table holds a row of any of the keys
    /// @param holding what it says is no older than the rows
    OwnRows(Reach reach, boolean bottom, Holding holding) {
        this.reach = reach;
        this.bottom = bottom;
        this.holding = holding;
    }

    /// Whether the next row stays.
    ///
    /// @param key lent
    boolean stays(byte[] key, Change change) throws IOException {
        if (TimeIndex.isKey(key)) {
            return change.at().revision() > reach.horizon();
        }
        boolean newest = !Arrays.equals(key, last);
        last = key.clone();
        if (LeaseRows.isLeasedKey(key)) {
            return newest && holding.holds(LeaseRows.lease(key), LeaseRows.key(key));
        }
        return newest && !(bottom && change instanceof Change.Delete);
    }
}
