package dev.longboat.table;

/// What a cache has done and holds. Immutable.
///
/// @param evictions entries given up for others
/// @param bytes native memory taken so far; it is never given back before the cache is closed
/// @param bytesMax native memory it may take
public record CacheStatistics(long hits, long misses, long evictions, long entries, long bytes, long bytesMax) {}
