package dev.longboat.grpc;

/// How a [BatchedMethod] gathers requests. Immutable.
///
/// @param start when a batch begins that is not full
/// @param itemsMax a batch of so many is full
public record Gathering(Start start, int itemsMax) {
    /// Batches of what has arrived while the last one was carried out: nobody waits for a request
    /// that may never come, and who sends many shares commits.
    public static Gathering asTheyCome(int itemsMax) {
        return new Gathering(Start.AT_ONCE, itemsMax);
    }

    /// Batches of so many requests; the last one when the caller has half-closed, or has sent
    /// nothing for a moment.
    public static Gathering inChunksOf(int itemsMax) {
        return new Gathering(Start.AFTER_A_PAUSE, itemsMax);
    }

    /// One batch of all requests, when the caller has half-closed.
    public static Gathering toTheEnd() {
        return new Gathering(Start.AT_THE_END, Integer.MAX_VALUE);
    }

    /// When a batch begins that is not full.
    public enum Start {
        AT_ONCE,
        AFTER_A_PAUSE,
        AT_THE_END
    }
}
