package dev.longboat.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Somebody else's server in a process of its own, on the loopback interface. It ends with us. Safe
/// for concurrent use.
final class ChildServer implements Target {
    private static final Duration START_MAX = Duration.ofMinutes(10);
    private static final Duration STOP_MAX = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 5;
    private static final int LOG_LINES = 10;

    /// How a client gets in.
    interface Entry {
        Connection connect(String door, int inFlight) throws IOException;
    }

    private final Process process;
    private final Path directory;
    private final Path log;
    private final Entry entry;
    private final long startedNanos;
    private Duration startup = Duration.ZERO;

    private ChildServer(Process process, Path directory, Path log, Entry entry, long startedNanos) {
        this.process = process;
        this.directory = directory;
        this.log = log;
        this.entry = entry;
        this.startedNanos = startedNanos;
    }

    /// Starts a server and waits until it has served a read.
    ///
    /// @param first to be read; it need not be there
    /// @throws IOException when it ends instead, with the end of its log
    static ChildServer start(List<String> command, Path directory, Entry entry, Pair first) throws IOException {
        Files.createDirectories(directory);
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        long startedNanos = System.nanoTime();
        Process process = builder.start();
        Thread end = Thread.ofPlatform().unstarted(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        CompletableFuture<Void> _ = process.onExit().thenRun(() -> forget(end));
        ChildServer server = new ChildServer(process, directory, log, entry, startedNanos);
        server.awaitRead(first);
        return server;
    }

    /// A port that is free now.
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Path directory() {
        return directory;
    }

    @Override
    public Duration startup() {
        return startup;
    }

    @Override
    public Connection connect(String door, int inFlight) throws IOException {
        return entry.connect(door, inFlight);
    }

    @Override
    public void stop() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                throw new IOException("a server did not end in " + STOP_MAX.toSeconds() + " s");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private void awaitRead(Pair first) throws IOException {
        Duration waited = Duration.ZERO;
        while (process.isAlive() && waited.compareTo(START_MAX) < 0) {
            try (Connection connection = entry.connect("", 1)) {
                connection.read(first).join();
                startup = Duration.ofNanos(System.nanoTime() - startedNanos);
                return;
            } catch (AbsentException _) {
                startup = Duration.ofNanos(System.nanoTime() - startedNanos);
                return; // It said so: it serves.
            } catch (Exception _) {
                pause(); // Not yet.
            }
            waited = Duration.ofNanos(System.nanoTime() - startedNanos);
        }
        String what = process.isAlive() ? "did not answer" : "ended with exit code " + process.exitValue();
        List<String> lines = Files.readAllLines(log);
        close();
        throw new IOException("a server " + what + "; its log ends:\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())));
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a server started");
        }
    }

    private static void forget(Thread end) {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException _) {
            // It is running: we end.
        }
    }
}
