package dev.longboat.engine;

/// What is done to every key of a range that exists, however many there are: a batch of keys at a
/// time, each batch a transaction of its own. So neither memory nor an entry grows with the range.
/// Immutable.
///
/// A whole sweep is not one change: others may write between its batches, and each key is dealt
/// with as it stands when its batch commits. What must be one change goes into a [Transaction].
public sealed interface Sweep {
    /// Ends the keys; their history stays.
    record Delete() implements Sweep {}

    /// Removes the keys with all their versions.
    record Purge() implements Sweep {}

    /// Removes all versions but the newest few.
    ///
    /// @param versions how many stay, from 1
    record Keep(int versions) implements Sweep {
        public Keep {
            if (versions < 1) {
                throw new InvalidRequestException(
                        InvalidRequestException.Reason.KEEP_TOO_SMALL, "at least 1 version is kept, not " + versions);
            }
        }
    }

    /// Removes what cannot be seen at `revision` any more, see [Operation.TrimBefore].
    record Before(long revision) implements Sweep {
        public Before {
            if (revision < 1) {
                throw new InvalidRequestException(
                        InvalidRequestException.Reason.REVISION_NEGATIVE,
                        "a trim goes up to a revision from 1, not " + revision);
            }
        }
    }

    /// The step of a transaction that does it to some keys.
    default Operation on(KeyRange keys) {
        return switch (this) {
            case Delete _ -> new Operation.Delete(keys);
            case Purge _ -> new Operation.Purge(keys);
            case Keep(int versions) -> new Operation.Trim(keys, versions);
            case Before(long revision) -> new Operation.TrimBefore(keys, revision);
        };
    }
}
