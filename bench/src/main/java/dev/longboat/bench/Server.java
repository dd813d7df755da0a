package dev.longboat.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Random;

/// A server under test, ours or a peer's, in a process of its own. Safe for concurrent use.
interface Server extends Closeable {
    /// Waits until it has served a read.
    ///
    /// @throws IOException when it ends instead, or takes too long, with the end of its log
    void awaitRead() throws IOException;

    /// From the start of the process to its first served read.
    Duration startup();

    /// A line to it, of a kind that `random` draws.
    ///
    /// @throws IOException when it cannot be reached
    Line line(Random random) throws IOException;

    /// A line to it for many reads.
    ///
    /// @throws IOException when it cannot be reached
    Line verifyingLine() throws IOException;

    /// How it runs, for a reader.
    String summary();

    /// Waits for an end that it finds by itself.
    ///
    /// @return its exit code; empty when it still runs after `most`
    OptionalInt awaitEnd(Duration most) throws InterruptedException;

    /// Stops it where it is, for good. What it has said by then is on its way; it says no more.
    void freeze() throws IOException, InterruptedException;

    /// Cuts it off in the middle of whatever it does: SIGKILL. Returns when it is gone.
    void kill();

    /// Asks it to end, as an operator does: SIGTERM.
    ///
    /// @throws IOException when it does not end in time, or not well
    void stop() throws IOException;

    /// Ends it if it still runs.
    @Override
    void close();
}
