package dev.longboat.engine;

/// A time to live that keys share: a key whose newest version hangs on a lease ends with it. A
/// lease ends when it is revoked, or when it was not renewed for its time to live. Immutable.
///
/// @param id from 1; chosen by the caller or drawn, see [Store#drawLease()]
/// @param ttlMillis how long it lives unless it is renewed, 1 to [#TTL_MILLIS_MAX]
/// @param revision the store's revision that granted it
public record Lease(long id, long ttlMillis, long revision) {
    /// The longest time to live: 9,000,000,000 seconds, as etcd has it.
    public static final long TTL_MILLIS_MAX = 9_000_000_000_000L;

    /// Whether a version hangs on it. A version that hung on an earlier lease of the same id does
    /// not.
    boolean holds(KeyVersion version) {
        return version.lease() == id && version.revision() >= revision;
    }
}
