package dev.longboat.client;

/// One step of a transaction. Immutable.
public sealed interface Operation {
    /// Stores a value.
    ///
    /// @param key              the key
    /// @param value            the value
    /// @param lifetime         how long the key lives from now on
    /// @param returnPrevious   whether to answer with what was there
    record Set(Key key, Value value, Lifetime lifetime, boolean returnPrevious) implements Operation {
        /// The same with a lifetime: `set.living(Lifetime.of(Duration.ofMinutes(5)))`.
        public Set living(Lifetime lifetime) {
            return new Set(key, value, lifetime, returnPrevious);
        }

        /// The same, answered with what was there.
        public Set returningPrevious() {
            return new Set(key, value, lifetime, true);
        }
    }

    /// Deletes a key.
    ///
    /// @param key              the key
    /// @param returnPrevious   whether to answer with what was there
    record Delete(Key key, boolean returnPrevious) implements Operation {
        /// The same, answered with what was there.
        public Delete returningPrevious() {
            return new Delete(key, true);
        }
    }

    /// Deletes all selected keys.
    record DeleteRange(KeySelector selector) implements Operation {}

    /// Reads a key.
    record Get(Key key) implements Operation {}

    /// Reads many keys; its view must be [View#NEWEST].
    record Range(RangeQuery query) implements Operation {}

    /// A transaction within the transaction.
    record Nested(Transaction transaction) implements Operation {}

    /// Stores a value.
    static Set set(Key key, Value value) {
        return new Set(key, value, Lifetime.UNLIMITED, false);
    }

    /// Stores a value.
    static Set set(String key, String value) {
        return set(Key.of(key), Value.of(value));
    }

    /// Deletes a key.
    static Delete delete(Key key) {
        return new Delete(key, false);
    }

    /// Deletes a key.
    static Delete delete(String key) {
        return delete(Key.of(key));
    }

    /// Reads a key.
    static Get get(Key key) {
        return new Get(key);
    }

    /// Reads a key.
    static Get get(String key) {
        return new Get(Key.of(key));
    }
}
