package dev.longboat.classic;

import dev.longboat.engine.Key;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Snapshot;
import java.util.Map;
import java.util.Optional;

/// What was newest of some keys before versions of them were removed. Its values stay readable
/// until it is closed. Immutable.
///
/// @param before pins the values
/// @param found the keys that existed, in the order in which they were named
record Removed(Snapshot before, Map<Key, KeyValue> found) implements AutoCloseable {
    /// What was newest of a key, if it existed.
    Optional<KeyValue> of(Key key) {
        return Optional.ofNullable(found.get(key));
    }

    @Override
    public void close() {
        before.close();
    }
}
