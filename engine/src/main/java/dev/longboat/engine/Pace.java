package dev.longboat.engine;

import java.io.IOException;

/// Holds work in the background to a measure. Confined to the thread that works.
interface Pace {
    /// No measure.
    Pace FREE = _ -> {};

    /// So many bytes have been read or written; returns when the work may go on.
    ///
    /// @throws AbandonedException when it should not
    void spend(long bytes) throws IOException;

    /// The store is closing: the work under way has no effect and is done anew by the next start.
    final class AbandonedException extends IOException {
        private static final long serialVersionUID = 1L;

        AbandonedException() {
            super("the store is closing");
        }
    }
}
