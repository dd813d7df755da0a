package dev.longboat.engine;

/// A version of a key with its value. Immutable; the value may still lie on disk.
public record KeyValue(KeyVersion version, Value value) {
    /// The key.
    public Key key() {
        return version.key();
    }
}
