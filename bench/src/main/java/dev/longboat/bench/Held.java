package dev.longboat.bench;

import dev.longboat.client.Value;

/// What a reader finds under a key. Immutable.
///
/// @param revision of the write that made it; 0 where the store has no such thing
record Held(Value value, long revision) {
    @Override
    public String toString() {
        return value.size() + " bytes " + value + (revision == 0 ? "" : " of revision " + revision);
    }
}
