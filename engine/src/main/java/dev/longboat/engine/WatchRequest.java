package dev.longboat.engine;

/// What somebody wants to be told of, and from when on. Immutable.
///
/// ```java
/// WatchRequest.of(KeyRange.prefix(users)).from(lastSeen + 1).withPrevious()
/// ```
///
/// @param keys whose changes
/// @param from the first revision to tell of, at least [Store#oldestRevision()]; it may lie ahead;
///     0 for what is committed from now on
/// @param previous whether each event says what was there before it
/// @param puts whether to tell of keys that got a value
/// @param ends whether to tell of keys that ended
public record WatchRequest(KeyRange keys, long from, boolean previous, boolean puts, boolean ends) {
    public WatchRequest {
        if (from < 0) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.REVISION_NEGATIVE, "the revision " + from + " is negative");
        }
    }

    /// Everything that happens to these keys from now on.
    public static WatchRequest of(KeyRange keys) {
        return new WatchRequest(keys, 0, false, true, true);
    }

    /// This, from a revision on, with what happened in it.
    public WatchRequest from(long revision) {
        return new WatchRequest(keys, revision, previous, puts, ends);
    }

    /// This, with what was there before each event.
    public WatchRequest withPrevious() {
        return new WatchRequest(keys, from, true, puts, ends);
    }

    /// This, without keys that got a value.
    public WatchRequest withoutPuts() {
        return new WatchRequest(keys, from, previous, false, ends);
    }

    /// This, without keys that ended.
    public WatchRequest withoutEnds() {
        return new WatchRequest(keys, from, previous, puts, false);
    }
}
