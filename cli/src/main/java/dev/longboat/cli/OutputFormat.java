package dev.longboat.cli;

/// How an answer is written. Immutable.
enum OutputFormat {
    /// For humans.
    table,
    /// For programs.
    json,
    /// The bytes.
    raw
}
