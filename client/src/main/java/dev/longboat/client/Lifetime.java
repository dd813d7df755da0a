package dev.longboat.client;

import java.time.Duration;

/// How long a key lives once it is set. Immutable.
///
/// @param lease the lease on which the key hangs; 0: none, or one that is drawn
/// @param ttlMs milliseconds; not 0: the lease is granted together with the version
public record Lifetime(long lease, long ttlMs) {
    /// Until somebody deletes it.
    public static final Lifetime UNLIMITED = new Lifetime(0, 0);

    /// So long, on a lease of its own.
    ///
    /// @param ttl 1 ms to 9,000,000,000 s. Never shorter; a moment longer, and with a restart of
    ///     the server as long again
    public static Lifetime of(Duration ttl) {
        return new Lifetime(0, ttl.toMillis());
    }

    /// As long as a lease, which there must be.
    public static Lifetime ofLease(long lease) {
        return new Lifetime(lease, 0);
    }
}
