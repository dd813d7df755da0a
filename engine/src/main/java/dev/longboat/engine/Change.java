package dev.longboat.engine;

/// What happened to a key at a moment: one row of the store. Immutable.
sealed interface Change {
    /// When.
    Moment at();

    /// The key got a value.
    ///
    /// @param createRevision the revision of the first put since the key last did not exist
    /// @param version puts since then, this one included
    /// @param lease 0 for none
    record Put(Moment at, long createRevision, long version, long lease, Stored value) implements Change {
        KeyVersion of(Key key) {
            return new KeyVersion(
                    key,
                    at.revision(),
                    at.subIndex(),
                    createRevision,
                    version,
                    at.ordinal(),
                    at.stamp(),
                    lease,
                    value.length());
        }
    }

    /// The key ended; older versions are still there for older views.
    record Delete(Moment at) implements Change {}

    /// The key's changes with a revision in `[from, to]` are gone for every read that begins at or
    /// after this moment, whatever its view. Purge, erase and trim are all of this kind.
    record Removal(Moment at, long from, long to) implements Change {
        boolean covers(long revision) {
            return from <= revision && revision <= to;
        }
    }
}
