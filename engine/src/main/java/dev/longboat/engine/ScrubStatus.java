package dev.longboat.engine;

import java.util.List;

/// How the search for damage stands, since the store was opened. Immutable.
///
/// @param state whether it is at work
/// @param passes that came to their end
/// @param file being read; empty between passes
/// @param bytes read in all passes
/// @param passBytes read in this pass, or in the last
/// @param passBytesTotal that the pass had to read when it began
/// @param lastPassMillis when the last whole pass ended, in milliseconds since the epoch; 0 for
///     never
/// @param bytesPerSecond how fast it reads
/// @param findings what is damaged, a file once
public record ScrubStatus(
        State state,
        long passes,
        String file,
        long bytes,
        long passBytes,
        long passBytesTotal,
        long lastPassMillis,
        long bytesPerSecond,
        List<ScrubFinding> findings) {
    /// Whether it is at work.
    public enum State {
        IDLE,
        RUNNING,
        PAUSED
    }

    public ScrubStatus {
        findings = List.copyOf(findings);
    }
}
