package dev.longboat.client;

/// What to be told of. Immutable.
///
/// @param keys         whose changes
/// @param fromRevision the first revision to tell of; 0: what is committed from now on
/// @param previous     whether each event says what was there before it
/// @param puts         whether to tell of keys that got a value
/// @param deletes      whether to tell of keys that ended
/// @param keysOnly     whether values are left out
public record WatchQuery(
        KeySelector keys, long fromRevision, boolean previous, boolean puts, boolean deletes, boolean keysOnly) {
    /// Checks that the revision is not negative.
    public WatchQuery {
        if (fromRevision < 0) {
            throw new IllegalArgumentException("a revision is never negative: " + fromRevision);
        }
    }

    /// Everything that happens to these keys from now on.
    public static WatchQuery of(KeySelector keys) {
        return new WatchQuery(keys, 0, false, true, true, false);
    }

    /// Everything that happens to one key from now on.
    public static WatchQuery key(String key) {
        return of(KeySelector.only(Key.of(key)));
    }

    /// Everything that happens from now on to keys that start with `prefix`.
    public static WatchQuery prefix(String prefix) {
        return of(KeySelector.prefix(prefix));
    }

    /// The same from a revision on, with what happened in it.
    public WatchQuery from(long revision) {
        return new WatchQuery(keys, revision, previous, puts, deletes, keysOnly);
    }

    /// The same with what was there before each event.
    public WatchQuery withPrevious() {
        return new WatchQuery(keys, fromRevision, true, puts, deletes, keysOnly);
    }

    /// The same without keys that got a value.
    public WatchQuery withoutPuts() {
        return new WatchQuery(keys, fromRevision, previous, false, deletes, keysOnly);
    }

    /// The same without keys that ended.
    public WatchQuery withoutDeletes() {
        return new WatchQuery(keys, fromRevision, previous, puts, false, keysOnly);
    }

    /// The same without the values.
    public WatchQuery withoutValues() {
        return new WatchQuery(keys, fromRevision, previous, puts, deletes, true);
    }
}
