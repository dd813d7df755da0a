package dev.longboat.journal;

import java.io.IOException;

/// A write or sync of the journal failed. Whether the frames that were not yet durable are on disk
/// is unknown until the store is opened again; this journal takes no further frame.
public final class JournalFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    /// @param cause the first failure
    JournalFailedException(IOException cause) {
        super(
                "the journal takes no more frames; the outcome of unsynced ones is unknown: " + cause.getMessage(),
                cause);
    }
}
