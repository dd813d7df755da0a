package dev.longboat.client;

/// Hears how far a streamed value has come. Called on the thread that streams.
@FunctionalInterface
public interface Progress {
    /// Nobody listens.
    Progress SILENT = (_, _) -> {};

    /// `bytesDone` of `bytesTotal` have passed; the total is -1 while it is not known.
    void moved(long bytesDone, long bytesTotal);
}
