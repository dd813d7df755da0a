package dev.longboat.engine;

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

    /// The key ended.
    ///
    /// @param ordinal of the last version before
    /// @param stamp milliseconds since the epoch
    record Ended(Key key, long revision, long ordinal, long stamp) implements KeyEvent {}
}
