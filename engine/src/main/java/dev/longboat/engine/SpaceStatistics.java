package dev.longboat.engine;

/// How a store stands with its disk. Immutable.
///
/// @param alarm what new values are refused for
/// @param usedBytes of the store's live files: the journal as far as it is durable, and the tables
/// @param quotaBytes how much they may take; 0 for any amount
/// @param ballastBytes held in reserve now; 0 when none is wanted, and while it is given up
/// @param freeBytes that may still be written below the data directory; -1 when the disk cannot
///     tell
public record SpaceStatistics(SpaceAlarm alarm, long usedBytes, long quotaBytes, long ballastBytes, long freeBytes) {}
