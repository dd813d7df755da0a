package dev.longboat.client;

/// Which keys a range reads or deletes. Immutable.
public sealed interface KeySelector {
    /// Keys that start with a prefix; an empty prefix is every key.
    record Prefix(Key prefix) implements KeySelector {}

    /// Keys from one up to another, which is not included. An empty `from` is the first key of the
    /// store, an empty `to` the end of it.
    record Between(Key from, Key to) implements KeySelector {}

    /// One key.
    static KeySelector only(Key key) {
        return new Between(key, KeyBounds.successor(key));
    }

    /// Keys that start with `prefix`.
    static KeySelector prefix(String prefix) {
        return new Prefix(Key.of(prefix));
    }

    /// Keys from `from` up to `to`, without it.
    static KeySelector between(String from, String to) {
        return new Between(Key.of(from), Key.of(to));
    }
}
