package dev.longboat.server;

import dev.longboat.engine.Retention;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How a server runs: every setting, checked and with its default worked out. Immutable.
///
/// @param ports of gRPC, at least one; 0 for a free one
/// @param listen names and addresses, at least one
/// @param httpPort for metrics and health; 0 for a free one, empty for none
/// @param memoryBytes for the store's caches and memtables
/// @param retention what the store keeps of the past
/// @param compression by which new values are compressed; empty for none
/// @param ballastBytes held in reserve; -1 for what suits the disk
/// @param quotaBytes of the store's files; 0 for none
/// @param leasesMax how many leases there may be
/// @param largeAnswerBytesMax the longest answer of system A's door
/// @param scrubHours between searches for damage; 0 for none
/// @param textPort of the text protocol; 0 for a free one, nothing for none
/// @param textIdleSeconds after which a silent connection of it is closed; 0 for never
record ServerConfig(
        List<Integer> ports,
        List<String> listen,
        OptionalInt httpPort,
        Path data,
        long memoryBytes,
        Retention retention,
        Optional<String> compression,
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
        long ballastBytes,
        long quotaBytes,
        int leasesMax,
        int drainSeconds,
        OptionalInt textPort,
        int textIdleSeconds) {
    /// The ballast is chosen when the disk is known.
    static final long BALLAST_THAT_SUITS_THE_DISK = -1;

    ServerConfig {
        ports = List.copyOf(ports);
        listen = List.copyOf(listen);
    }

    /// What a log line looks like.
    enum LogFormat {
        TEXT,
        JSON
    }
}
