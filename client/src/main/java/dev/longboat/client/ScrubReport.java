package dev.longboat.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How the server's search for damage stands. Immutable.
///
/// @param state          whether it is at work
/// @param passes         passes over the whole store that came to their end since the server
///     started
/// @param file           the file being read; empty between passes
/// @param passBytes      bytes read in this pass, or in the last
/// @param passBytesTotal bytes that the pass had to read when it began
/// @param lastPass       when the last whole pass ended; empty when none has
/// @param bytesPerSecond how fast it reads
/// @param findings       what is damaged
public record ScrubReport(
        State state,
        long passes,
        String file,
        long passBytes,
        long passBytesTotal,
        Optional<Instant> lastPass,
        long bytesPerSecond,
        List<Finding> findings) {
    /// Whether it is at work.
    public enum State {
        /// No pass is under way.
        IDLE,
        /// One is.
        RUNNING,
        /// One is, and stands still.
        PAUSED
    }

    /// What to do with it.
    public enum Action {
        /// Nothing.
        STATUS,
        /// Begin a pass, or go on with the one that is paused.
        START,
        /// Stand still until START.
        PAUSE
    }

    /// Damage that was found.
    ///
    /// @param file    below the data directory
    /// @param offset  the byte at which it begins
    /// @param problem what was expected there, and what was found
    /// @param keys    which keys it concerns, for people
    /// @param found   when
    public record Finding(String file, long offset, String problem, String keys, Instant found) {}

    public ScrubReport {
        findings = List.copyOf(findings);
    }
}
