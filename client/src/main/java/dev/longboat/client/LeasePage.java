package dev.longboat.client;

import java.util.List;

/// Leases in the order of their ids, without their keys. Immutable.
///
/// @param more whether there are more behind them
public record LeasePage(List<LeaseStatus> leases, boolean more) {
    public LeasePage {
        leases = List.copyOf(leases);
    }
}
