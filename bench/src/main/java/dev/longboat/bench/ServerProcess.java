package dev.longboat.bench;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import dev.longboat.client.ServerStat;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An `lbserver` of our own, in a process of its own, on a free port of the loopback interface.
/// Safe for concurrent use.
final class ServerProcess implements Closeable {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(60);
    private static final int LOG_LINES = 20;
    private static final long PAUSE_MILLIS = 5;

    private final Process process;
    private final Path log;
    private final String endpoint;
    private final Duration startup;

    private ServerProcess(Process process, Path log, String endpoint) throws IOException {
        this.process = process;
        this.log = log;
        this.endpoint = endpoint;
        this.startup = awaitAnswer();
    }

    /// Starts a server over `data` and waits until it answers.
    ///
    /// @throws IOException when it ends instead, with the end of its log
    static ServerProcess start(Path data, Path log) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of("--port", Integer.toString(port), "--data", data.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        return new ServerProcess(process, log, "localhost:" + port);
    }

    /// Where clients reach it.
    String endpoint() {
        return endpoint;
    }

    /// From the start of the process to its first answer.
    Duration startup() {
        return startup;
    }

    /// The process id.
    long pid() {
        return process.pid();
    }

    /// Cuts it off in the middle of whatever it does: SIGKILL.
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /// Asks it to end, as an operator does: SIGTERM.
    ///
    /// @throws IOException when it does not end in time, or not with exit code 0
    void stop() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                kill();
                throw new IOException("lbserver did not end within " + STOP_MAX.toSeconds() + " s of SIGTERM");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            kill();
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "lbserver ended with exit code " + process.exitValue() + "; its log ends:\n" + tail());
        }
    }

    /// Ends it if it still runs.
    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private Duration awaitAnswer() throws IOException {
        long started = System.nanoTime();
        ClientOptions once = ClientOptions.DEFAULTS.retryAttemptsMax(1).deadline(Duration.ofSeconds(1));
        while (System.nanoTime() - started < START_MAX.toNanos() && process.isAlive()) {
            try (LongboatClient client = LongboatClient.connect(endpoint, once)) {
                ServerStat stat = client.stat();
                assert !stat.storeId().isEmpty();
                return Duration.ofNanos(System.nanoTime() - started);
            } catch (LongboatException _) {
                pause();
            }
        }
        boolean ended = !process.isAlive();
        close();
        String what = ended ? "ended with exit code " + process.exitValue() : "did not answer in " + START_MAX;
        throw new IOException("lbserver " + what + "; its log ends:\n" + tail());
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while lbserver started");
        }
    }

    private String tail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// The launcher of the tree or distribution that this program was started from.
    private static Path launcher() throws IOException {
        Path launcher = Path.of(System.getProperty("longboat.home", "."), "bin", "lbserver");
        if (!Files.isExecutable(launcher)) {
            throw new IOException("no " + launcher + "; start this program with bin/lbbench");
        }
        return launcher;
    }
}
