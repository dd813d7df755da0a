package dev.longboat.engine;

/// What a backup directory has of a file already: its first bytes, and what they sum to. Whoever
/// sends the file sends only what comes behind them, if they are the same. Immutable.
///
/// @param name as in [ImageFile]
/// @param bytes how many
/// @param crc32c of these bytes
public record HeldFile(String name, long bytes, int crc32c) {}
