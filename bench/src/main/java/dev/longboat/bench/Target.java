package dev.longboat.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// A store that runs and can be put under load: a server in a process of its own, or a library in
/// ours. Safe for concurrent use.
interface Target extends Closeable {
    /// The process that does its work: another one's, or for a library our own.
    long pid();

    /// Where its data lie.
    Path directory();

    /// From its start to its first served read.
    Duration startup();

    /// Connects one client.
    ///
    /// @param door which of the target's ways in; empty for its usual one
    /// @param inFlight how many operations the client will have under way at once
    Connection connect(String door, int inFlight) throws IOException;

    /// Ends it in order.
    void stop() throws IOException;

    /// Cuts it off in the middle of whatever it does.
    void kill() throws IOException;

    /// Ends it if it still runs.
    @Override
    void close() throws IOException;
}
