package dev.longboat.engine;

/// One step of a [Transaction]. Immutable.
public sealed interface Operation {
    /// Writes a new version of a key.
    ///
    /// @param lease the lease that it hangs on, 0 for none
    record Put(Key key, NewValue value, long lease) implements Operation {
        public Put {
            if (lease < 0) {
                throw new InvalidRequestException(
                        InvalidRequestException.Reason.LEASE_NEGATIVE, "the lease " + lease + " is negative");
            }
        }

        public Put(Key key, NewValue value) {
            this(key, value, 0);
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

    /// Reads the newest version of the keys of a range as the transaction sees them, in order.
    ///
    /// @param limit the most to answer, from 1; 0 for no limit but the store's
    record Read(KeyRange keys, int limit) implements Operation {}

    /// Another transaction in this one's place. All conditions are looked at before anything is
    /// written.
    record Nested(Transaction transaction) implements Operation {}
}
