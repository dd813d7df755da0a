package dev.longboat.client;

import java.time.Duration;

/// How a client behaves. Immutable.
///
/// @param deadline             the longest that a call may take, its retries included
/// @param idleDeadline         the longest that a stream may stand still
/// @param retryAttemptsMax     how often a call is sent at most, 1: never again
/// @param retryDelayFirst      the wait before the second attempt; it doubles from there
/// @param retryDelayMax        the longest wait between attempts
/// @param windowBytes          the flow-control window of each stream, 64 KiB to 8 MiB
/// @param streamThresholdBytes a value longer than this is sent in chunks
public record ClientOptions(
        Duration deadline,
        Duration idleDeadline,
        int retryAttemptsMax,
        Duration retryDelayFirst,
        Duration retryDelayMax,
        int windowBytes,
        int streamThresholdBytes) {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    /// Ten seconds for a call, thirty for a silent stream, five attempts, a window of 4 MiB.
    public static final ClientOptions DEFAULTS = new ClientOptions(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            5,
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            4 * MIB,
            MIB);

    /// Checks every number.
    public ClientOptions {
        positive("deadline", deadline);
        positive("idleDeadline", idleDeadline);
        positive("retryDelayFirst", retryDelayFirst);
        positive("retryDelayMax", retryDelayMax);
        within("retryAttemptsMax", retryAttemptsMax, 1, 100);
        within("windowBytes", windowBytes, 64 * KIB, 8 * MIB);
        within("streamThresholdBytes", streamThresholdBytes, 0, 4 * MIB);
    }

    /// The same with another deadline.
    public ClientOptions deadline(Duration deadline) {
        return new ClientOptions(
                deadline,
                idleDeadline,
                retryAttemptsMax,
                retryDelayFirst,
                retryDelayMax,
                windowBytes,
                streamThresholdBytes);
    }

    /// The same with another deadline for silent streams.
    public ClientOptions idleDeadline(Duration idleDeadline) {
        return new ClientOptions(
                deadline,
                idleDeadline,
                retryAttemptsMax,
                retryDelayFirst,
                retryDelayMax,
                windowBytes,
                streamThresholdBytes);
    }

    /// The same with another number of attempts.
    public ClientOptions retryAttemptsMax(int attempts) {
        return new ClientOptions(
                deadline, idleDeadline, attempts, retryDelayFirst, retryDelayMax, windowBytes, streamThresholdBytes);
    }

    /// The same with other waits between attempts.
    public ClientOptions retryDelays(Duration first, Duration max) {
        return new ClientOptions(
                deadline, idleDeadline, retryAttemptsMax, first, max, windowBytes, streamThresholdBytes);
    }

    /// The same with another window.
    public ClientOptions windowBytes(int bytes) {
        return new ClientOptions(
                deadline, idleDeadline, retryAttemptsMax, retryDelayFirst, retryDelayMax, bytes, streamThresholdBytes);
    }

    /// The same with another length from which values are streamed.
    public ClientOptions streamThresholdBytes(int bytes) {
        return new ClientOptions(
                deadline, idleDeadline, retryAttemptsMax, retryDelayFirst, retryDelayMax, windowBytes, bytes);
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, not " + duration);
        }
    }

    private static void within(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", not " + value);
        }
    }
}
