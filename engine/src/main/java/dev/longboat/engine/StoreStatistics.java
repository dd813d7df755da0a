package dev.longboat.engine;

/// How a store stands, and what it has done since it was opened. Immutable.
///
/// @param revision of the newest change
/// @param oldestRevision the oldest that can be read
/// @param keys how many exist
/// @param journalBytes of all segments, history and padding included
/// @param tableBytes of all tables
/// @param tables how many
/// @param memtableBytes on the heap, of all memtables
/// @param syncs durable writes of the journal
/// @param batches that the journal wrote
/// @param payloadBytes that the journal wrote
/// @param paddingBytes that the journal wrote to fill blocks
/// @param valueHits values found in memory
/// @param valueMisses values read from disk
/// @param blockHits blocks of tables found in memory
/// @param blockMisses blocks of tables read from disk
/// @param cacheBytes of both caches, as far as they have grown
/// @param compactions merges of tables that were done
/// @param compactedBytes of tables that they read
/// @param compactionBytes of tables that they wrote
/// @param rowsForgotten that they left out
/// @param leases how many there are
/// @param space how it stands with its disk
public record StoreStatistics(
        long revision,
        long oldestRevision,
        long keys,
        long journalBytes,
        long tableBytes,
        int tables,
        long memtableBytes,
        long syncs,
        long batches,
        long payloadBytes,
        long paddingBytes,
        long valueHits,
        long valueMisses,
        long blockHits,
        long blockMisses,
        long cacheBytes,
        long compactions,
        long compactedBytes,
        long compactionBytes,
        long rowsForgotten,
        int leases,
        SpaceStatistics space) {}
