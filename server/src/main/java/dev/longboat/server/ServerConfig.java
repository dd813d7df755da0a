package dev.longboat.server;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// How a server runs: every setting, checked and with its default worked out. Immutable.
///
/// @param port 0 for a free one
/// @param listen names and addresses, at least one
/// @param httpPort for metrics and health; 0 for a free one, empty for none
/// @param memoryBytes for the store's caches and memtables
/// @param largeAnswerBytesMax the longest answer of system A's door
/// @param scrubHours between searches for damage; 0 for none
record ServerConfig(
        int port,
        List<String> listen,
        OptionalInt httpPort,
        Path data,
        long memoryBytes,
        boolean insecure,
        LogFormat logFormat,
        String logLevel,
        int readers,
        long writeBudgetBytes,
        long answerBudgetBytes,
        int largeAnswerBytesMax,
        int streamsMax,
        long scrubBytesPerSecond,
        int scrubHours,
        int drainSeconds) {
    ServerConfig {
        listen = List.copyOf(listen);
    }

    /// What a log line looks like.
    enum LogFormat {
        TEXT,
        JSON
    }
}
