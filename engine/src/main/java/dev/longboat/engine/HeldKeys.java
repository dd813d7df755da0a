package dev.longboat.engine;

import java.util.List;

/// Some of the keys that a lease holds. Immutable.
///
/// @param keys in order
/// @param more whether it holds others behind them
public record HeldKeys(List<Key> keys, boolean more) {
    public HeldKeys {
        keys = List.copyOf(keys);
    }
}
