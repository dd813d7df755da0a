package dev.longboat.client;

/// A version of a key and its value, which may have been left out. Immutable.
///
/// @param version      what is known of the version
/// @param value        the value
/// @param valueOmitted whether the value was not sent: not wanted, or longer than was allowed
public record KeyValue(KeyVersion version, Value value, boolean valueOmitted) {
    /// The key.
    public Key key() {
        return version.key();
    }

    /// The value.
    ///
    /// @throws IllegalStateException when it was left out; [LongboatClient#getStream] fetches it
    @Override
    public Value value() {
        if (valueOmitted) {
            throw new IllegalStateException("the value of " + key() + ", " + version.valueBytes()
                    + " bytes, was left out of the answer; getStream fetches it");
        }
        return value;
    }
}
