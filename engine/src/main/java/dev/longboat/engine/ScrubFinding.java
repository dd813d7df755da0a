package dev.longboat.engine;

/// Damage that the search met in a running store. Immutable.
///
/// @param file below the data directory's root
/// @param offset of the byte at which what is damaged begins
/// @param problem what was expected there, and what was found
/// @param keys which keys it concerns, for people
/// @param foundMillis when, in milliseconds since the epoch
public record ScrubFinding(String file, long offset, String problem, String keys, long foundMillis) {}
