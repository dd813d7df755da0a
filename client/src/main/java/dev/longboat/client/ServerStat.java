package dev.longboat.client;

import java.time.Duration;
import java.time.Instant;

/// What the server is, and totals since it started. Immutable.
///
/// @param serverVersion the version of the server
/// @param storeId       the store's id, 32 hexadecimal digits
/// @param startTime     when the server started
/// @param uptime        since then
/// @param totals        requests since then
/// @param keys          keys at the newest revision
/// @param revision      the newest revision
/// @param oldestRevision the oldest revision that can still be read
/// @param diskBytes     bytes of the store's files
/// @param journalSyncs  times that the journal was synced
/// @param cache         the caches
/// @param scrub         the search for damage
/// @param space         the disk
/// @param leases        leases that there are
/// @param watches       watches
public record ServerStat(
        String serverVersion,
        String storeId,
        Instant startTime,
        Duration uptime,
        Totals totals,
        long keys,
        long revision,
        long oldestRevision,
        long diskBytes,
        long journalSyncs,
        Cache cache,
        Scrub scrub,
        Space space,
        long leases,
        Watches watches) {
    /// Requests of every door since the server started.
    ///
    /// @param sets         sets, streamed ones too
    /// @param gets         gets, of absent keys too
    /// @param prefixes     ranges by a prefix
    /// @param ranges       ranges between two keys
    /// @param deletes      deletes of one key
    /// @param transactions transactions
    /// @param errors       requests answered with an error
    public record Totals(
            long sets, long gets, long prefixes, long ranges, long deletes, long transactions, long errors) {}

    /// The caches of the server.
    ///
    /// @param bytes    bytes that they hold
    /// @param bytesMax the most that they may hold
    /// @param hits     reads that they served
    /// @param misses   reads that went past them
    public record Cache(long bytes, long bytesMax, long hits, long misses) {}

    /// The search for damage, since the server started.
    ///
    /// @param passes   passes that came to their end
    /// @param bytes    bytes that it read
    /// @param findings damaged files that it knows of
    public record Scrub(long passes, long bytes, long findings) {}

    /// Watches of every door.
    ///
    /// @param open   open now
    /// @param events that they were told since the server started
    public record Watches(long open, long events) {}

    /// How the server stands with its disk.
    ///
    /// @param alarm        why new values are refused: `none`, `disk_full` or `over_quota`; another
    ///     word when the server is newer than this client
    /// @param quotaBytes   the most that the store's files may take; 0 for any amount
    /// @param ballastBytes held in reserve now
    /// @param freeBytes    that may still be written to the disk; -1 when it cannot tell
    public record Space(String alarm, long quotaBytes, long ballastBytes, long freeBytes) {}
}
