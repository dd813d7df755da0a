package dev.longboat.cli;

import dev.longboat.client.LongboatException;

/// A batch of a sweep failed after others had changed keys.
final class SweepStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long keysChanged;
    private final LongboatException failure;

    /// @param keysChanged by the batches before
    SweepStoppedException(long keysChanged, LongboatException failure) {
        super(failure);
        this.keysChanged = keysChanged;
        this.failure = failure;
    }

    LongboatException failure() {
        return failure;
    }

    /// What became of the keys.
    String told() {
        String others = failure instanceof LongboatException.OutcomeUnknown
                ? "of those that came next it is unknown"
                : "the others were not";
        return "stopped midway: " + keysChanged + " keys were changed, " + others + "; run it again to go on";
    }
}
