package dev.longboat.client;

/// Something that happened to a key, as its history tells it. Immutable.
public sealed interface KeyEvent {
    /// The revision at which it happened.
    long revision();

    /// The key got a value.
    record Written(KeyValue version) implements KeyEvent {
        @Override
        public long revision() {
            return version.version().revision();
        }
    }

    /// The key was deleted.
    ///
    /// @param key      the key
    /// @param revision the revision of the delete
    /// @param ordinal  of the last version before
    /// @param stampMs  milliseconds since 1970
    record Ended(Key key, long revision, long ordinal, long stampMs) implements KeyEvent {}
}
