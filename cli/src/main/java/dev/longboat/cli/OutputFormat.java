package dev.longboat.cli;

/// How an answer is written. Immutable.
enum OutputFormat {
    /// For humans.
    table,
    /// For programs.
    json,
    /// For programs that read line by line.
    ndjson,
    /// For spreadsheets.
    csv,
    /// The bytes.
    raw
}
