package dev.longboat.client;

/// Whether and when a failed call is sent again: after a wait that doubles, of which a random half
/// is taken off so that many clients do not come back together. Immutable.
///
/// @param attemptsMax  how often a call is sent at most
/// @param delayMsFirst the wait before the second attempt
/// @param delayMsMax   the longest wait
record RetryPolicy(int attemptsMax, long delayMsFirst, long delayMsMax) {
    static RetryPolicy of(ClientOptions options) {
        return new RetryPolicy(
                options.retryAttemptsMax(),
                options.retryDelayFirst().toMillis(),
                options.retryDelayMax().toMillis());
    }

    /// Whether a call that failed its `attempt`th time, from 1, is sent again.
    boolean again(LongboatException failure, int attempt) {
        return attempt < attemptsMax && Failures.mayRepeat(failure);
    }

    /// The wait after the `attempt`th failure. `random` is drawn from 0 up to 1.
    long delayMs(int attempt, double random) {
        long doubled = delayMsFirst << Math.min(attempt - 1, 20);
        long full = Math.min(delayMsMax, doubled);
        return full - (long) (full / 2.0 * random);
    }
}
