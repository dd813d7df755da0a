package dev.longboat.testkit;

/// What a crash kept of the unsynced work. Harmed bytes are not kept ones. Immutable.
public record CrashReport(long keptBytes, long unsyncedBytes, int keptNames, int pendingNames) {
    /// As a line of a transcript.
    @Override
    public String toString() {
        return "crash kept " + keptBytes + " of " + unsyncedBytes + " unsynced bytes, " + keptNames + " of "
                + pendingNames + " names";
    }
}
