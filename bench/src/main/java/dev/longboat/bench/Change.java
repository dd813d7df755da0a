package dev.longboat.bench;

import dev.longboat.client.Value;
import java.util.Optional;

/// What a write does to one key. Immutable.
///
/// @param value what the key shall hold; empty when it shall be gone
record Change(String key, Optional<Value> value) {
    static Change set(String key, Value value) {
        return new Change(key, Optional.of(value));
    }

    static Change delete(String key) {
        return new Change(key, Optional.empty());
    }

    boolean isDelete() {
        return value.isEmpty();
    }
}
