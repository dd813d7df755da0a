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
    Phrase phrase() {
        return failure instanceof LongboatException.OutcomeUnknown
                ? Phrase.of(
                        "stopped midway: keys changed: %d, of the next it is unknown; run it again to go on",
                        keysChanged)
                : Phrase.of(
                        "stopped midway: keys changed: %d, the others were not; run it again to go on", keysChanged);
    }
}
