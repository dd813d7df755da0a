package dev.longboat.client;

import java.util.Optional;

/// What became of a key at a revision. Immutable.
public sealed interface WatchEvent {
    /// The revision at which it happened.
    long revision();

    /// To whom.
    Key key();

    /// What was there before, when that was asked for, there was something, and it can still be
    /// seen.
    Optional<KeyValue> previous();

    /// The key got a value.
    ///
    /// @param revision that of the version, except when a newer version was erased and so an older
    ///                 one is the newest again
    /// @param now      the version
    record Put(long revision, KeyValue now, Optional<KeyValue> previous) implements WatchEvent {
        @Override
        public Key key() {
            return now.key();
        }
    }

    /// The key ended: it was deleted or purged, or its last version was erased.
    ///
    /// @param ordinal of the last version before
    /// @param stampMs milliseconds since 1970
    record Deleted(long revision, Key key, long ordinal, long stampMs, Optional<KeyValue> previous)
            implements WatchEvent {}
}
