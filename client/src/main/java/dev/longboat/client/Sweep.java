package dev.longboat.client;

/// What is done to every key of a selection that exists, however many, a batch of keys at a time,
/// each batch at one revision. Others may write between batches. Immutable.
///
/// @param keys   which keys
/// @param action what happens to them
/// @param dryRun whether nothing is changed, and only counted what would be
public record Sweep(KeySelector keys, Action action, boolean dryRun) {
    /// What happens to a key.
    public sealed interface Action {}

    /// It ends; its history stays.
    public record Delete() implements Action {}

    /// It is removed with all its versions.
    public record Purge() implements Action {}

    /// All but the newest so many versions are removed.
    public record Keep(int versions) implements Action {
        /// Checks that one stays.
        public Keep {
            if (versions < 1) {
                throw new IllegalArgumentException("at least 1 version is kept, not " + versions);
            }
        }
    }

    /// The versions are removed that cannot be seen at a revision any more.
    public record Before(long revision) implements Action {
        /// Checks that there is such a revision.
        public Before {
            if (revision < 1) {
                throw new IllegalArgumentException("revisions begin at 1, not " + revision);
            }
        }
    }

    /// Does something to the selected keys.
    public static Sweep of(KeySelector keys, Action action) {
        return new Sweep(keys, action, false);
    }

    /// The same, counting alone.
    public Sweep dry() {
        return new Sweep(keys, action, true);
    }

    /// What one batch did.
    ///
    /// @param keys     how many keys were changed
    /// @param revision the store's revision: of the change, or the newest when nothing changed
    /// @param next     where the next batch begins; an empty key: this was the last
    public record Batch(long keys, long revision, Key next) {
        /// Whether there is another.
        public boolean isLast() {
            return next.size() == 0;
        }
    }
}
