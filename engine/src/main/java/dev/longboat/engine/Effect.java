package dev.longboat.engine;

import java.util.Arrays;

/// What a transaction does to one key, or to a lease, worked out by the proposer: everything that a
/// node needs to apply it without looking at anything else (E2). Immutable.
sealed interface Effect {
    /// Where the row belongs; see [StoredKeys].
    byte keyspace();

    /// Its key within the keyspace, not to be changed.
    byte[] keyBytes();

    Moment at();

    /// How the number of keys that exist changes: -1, 0 or 1.
    int keysDelta();

    /// To a user's key.
    sealed interface OnKey extends Effect {
        Key key();

        @Override
        default byte keyspace() {
            return StoredKeys.USER;
        }

        @Override
        default byte[] keyBytes() {
            return key().array();
        }
    }

    record Put(Key key, Moment at, int keysDelta, long createRevision, long version, long lease, NewValue value)
            implements OnKey {}

    record Delete(Key key, Moment at, int keysDelta) implements OnKey {}

    record Removal(Key key, Moment at, int keysDelta, long from, long to) implements OnKey {}

    /// To a row that the store keeps of a lease; see [LeaseRows].
    sealed interface OnLease extends Effect {
        byte[] storedKey();

        @Override
        default byte keyspace() {
            return StoredKeys.SYSTEM;
        }

        @Override
        default byte[] keyBytes() {
            byte[] stored = storedKey();
            return Arrays.copyOfRange(stored, 1, stored.length);
        }

        @Override
        default int keysDelta() {
            return 0;
        }
    }

    record Grant(Lease lease, Moment at) implements OnLease {
        @Override
        public byte[] storedKey() {
            return LeaseRows.ofLease(lease.id());
        }
    }

    /// From now on the lease may hold the key.
    record Attach(long lease, Key key, Moment at) implements OnLease {
        @Override
        public byte[] storedKey() {
            return LeaseRows.ofLeasedKey(lease, key.array());
        }
    }

    record End(long lease, Moment at) implements OnLease {
        @Override
        public byte[] storedKey() {
            return LeaseRows.ofLease(lease);
        }
    }
}
