package dev.longboat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletionException;

/// A process of a peer, on a port of the loopback interface. Safe for concurrent use.
final class PeerProcess implements Server {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final int WINDOW_BITS_MAX = 8;

    private final Child child;
    private final int port;
    private final Lines lines;
    private final int stopped;
    private volatile Duration startup = Duration.ZERO;

    /// How to reach it.
    interface Lines {
        /// Opens a line.
        ///
        /// @param window how many requests may be under way, where the peer knows of such a thing
        Line open(int port, int window) throws IOException;
    }

    /// @param stopped the exit code that it has after SIGTERM
    PeerProcess(Child child, int port, int stopped, Lines lines) {
        this.stopped = stopped;
        this.child = child;
        this.port = port;
        this.lines = lines;
    }

    @Override
    public void awaitRead() throws IOException {
        Ports.await(child, port, START_MAX, this::answers);
        startup = child.sinceStart();
    }

    /// One that still loads answers with errors.
    private boolean answers() {
        try (Line line = lines.open(port, 1)) {
            line.read("first read").join();
            return true;
        } catch (IOException | CompletionException _) {
            return false;
        }
    }

    @Override
    public Duration startup() {
        return startup;
    }

    @Override
    public Line line(Random random) throws IOException {
        return lines.open(port, 1 << random.nextInt(WINDOW_BITS_MAX + 1));
    }

    @Override
    public Line verifyingLine() throws IOException {
        return lines.open(port, 1 << WINDOW_BITS_MAX);
    }

    @Override
    public String summary() {
        return "";
    }

    @Override
    public OptionalInt awaitEnd(Duration most) throws InterruptedException {
        return child.awaitEnd(most);
    }

    @Override
    public void freeze() throws IOException, InterruptedException {
        child.freeze();
    }

    @Override
    public void kill() {
        child.kill();
    }

    @Override
    public void stop() throws IOException {
        child.stop(stopped);
    }

    @Override
    public void close() {
        child.close();
    }
}
