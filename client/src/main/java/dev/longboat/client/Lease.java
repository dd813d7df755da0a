package dev.longboat.client;

import java.time.Duration;

/// A time to live that keys may hang on: `set.living(Lifetime.ofLease(lease.id()))`. Immutable.
///
/// @param id       from 1
/// @param ttl      how long it lives unless it is renewed
/// @param revision the revision that granted it
public record Lease(long id, Duration ttl, long revision) {}
