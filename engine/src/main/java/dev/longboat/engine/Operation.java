package dev.longboat.engine;

/// One step of a [Transaction]. Immutable.
public sealed interface Operation {
    /// Writes a new version of a key.
    ///
    /// @param lease the lease that the key hangs on from now on, 0 for none
    /// @param ttlMillis 0 when there is such a lease; else it is granted together with the version,
    ///     as by a [Grant] before it
    record Put(Key key, NewValue value, long lease, long ttlMillis) implements Operation {
        public Put {
            if (lease < 0) {
                throw new InvalidRequestException(
                        InvalidRequestException.Reason.LEASE_NEGATIVE, "the lease " + lease + " is negative");
            }
            if (ttlMillis != 0) {
                checkGrant(lease, ttlMillis);
            }
        }

        public Put(Key key, NewValue value, long lease) {
            this(key, value, lease, 0);
        }

        public Put(Key key, NewValue value) {
            this(key, value, 0, 0);
        }

        /// The same with a value in another place.
        Put with(NewValue other) {
            return new Put(key, other, lease, ttlMillis);
        }
    }

    /// Ends the keys of a range; their history stays.
    record Delete(KeyRange keys) implements Operation {}

    /// Removes the keys of a range with all their versions, for every read that begins afterwards.
    /// Only the count of puts (the ordinal) and the stamp are remembered.
    record Purge(KeyRange keys) implements Operation {}

    /// Removes one version of a key, the one written at `revision`, for every read that begins
    /// afterwards. What was newest before it may become newest again. Changes nothing when there is
    /// no such version.
    record Erase(Key key, long revision) implements Operation {}

    /// Removes all versions but the newest `keep` (at least 1) of each key of a range that exists,
    /// for every read that begins afterwards.
    record Trim(KeyRange keys, int keep) implements Operation {
        public Trim {
            if (keep < 1) {
                throw new InvalidRequestException(
                        InvalidRequestException.Reason.KEEP_TOO_SMALL, "at least 1 version is kept, not " + keep);
            }
        }
    }

    /// Removes of each key of a range that exists all versions that cannot be seen at `revision`
    /// any more: those behind its newest change at or before it. For every read that begins
    /// afterwards; what was written after `revision` stays.
    ///
    /// @param revision from 1, at most the newest before the transaction
    record TrimBefore(KeyRange keys, long revision) implements Operation {
        public TrimBefore {
            if (revision < 1) {
                throw new InvalidRequestException(
                        InvalidRequestException.Reason.REVISION_NEGATIVE,
                        "a trim goes up to a revision from 1, not " + revision);
            }
        }
    }

    /// Grants a lease, which must not exist.
    ///
    /// @param lease its id, from 1
    /// @param ttlMillis how long it lives unless it is renewed, 1 to [Lease#TTL_MILLIS_MAX]
    record Grant(long lease, long ttlMillis) implements Operation {
        public Grant {
            checkGrant(lease, ttlMillis);
        }
    }

    /// Ends the keys that a lease holds, in key order, and with the last of them the lease, which
    /// must exist. Their history stays. One that holds more than `keysMax` keys, or keys of more
    /// bytes than an entry takes, goes on until another one is done.
    ///
    /// @param keysMax the most keys to end, 1 to [#KEYS_MAX]
    record Revoke(long lease, int keysMax) implements Operation {
        /// The most keys that end at once.
        public static final int KEYS_MAX = 1024;

        public Revoke {
            checkLease(lease);
            if (keysMax < 1 || keysMax > KEYS_MAX) {
                throw new InvalidRequestException(
                        InvalidRequestException.Reason.LIMIT_NEGATIVE,
                        "1 to " + KEYS_MAX + " keys end at once, not " + keysMax);
            }
        }

        public Revoke(long lease) {
            this(lease, KEYS_MAX);
        }
    }

    private static void checkGrant(long lease, long ttlMillis) {
        checkLease(lease);
        if (ttlMillis < 1 || ttlMillis > Lease.TTL_MILLIS_MAX) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.TTL_OUT_OF_RANGE,
                    "a lease lives 1 to " + Lease.TTL_MILLIS_MAX + " ms, not " + ttlMillis);
        }
    }

    private static void checkLease(long lease) {
        if (lease < 1) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.LEASE_NEGATIVE, "a lease has an id from 1, not " + lease);
        }
    }

    /// Reads the newest version of the keys of a range as the transaction sees them, in order.
    ///
    /// @param limit the most to answer, from 1; 0 for no limit but the store's
    record Read(KeyRange keys, int limit) implements Operation {}

    /// Another transaction in this one's place. All conditions are looked at before anything is
    /// written.
    record Nested(Transaction transaction) implements Operation {}
}
