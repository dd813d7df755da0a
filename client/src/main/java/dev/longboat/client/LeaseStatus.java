package dev.longboat.client;

import java.time.Duration;
import java.util.List;

/// How a lease stands. Immutable.
///
/// @param lease     as it was granted
/// @param remaining how long it lives unless it is renewed; 0 when it is about to end
/// @param keys      keys that it holds, in order, as many as were asked for
/// @param moreKeys  whether it holds more behind them
public record LeaseStatus(Lease lease, Duration remaining, List<Key> keys, boolean moreKeys) {
    public LeaseStatus {
        keys = List.copyOf(keys);
    }
}
