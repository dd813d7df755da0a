package dev.longboat.engine;

/// How a lease stands. Immutable.
///
/// @param lease as it was granted
/// @param remainingMillis until it ends unless it is renewed; 0 when it is about to end
public record LeaseStatus(Lease lease, long remainingMillis) {}
