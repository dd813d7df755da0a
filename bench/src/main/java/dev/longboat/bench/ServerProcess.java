package dev.longboat.bench;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.Key;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// An `lbserver` of our own, in a process of its own, on a free port of the loopback interface.
/// Safe for concurrent use.
final class ServerProcess implements Closeable {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(60);
    private static final Duration READ_MAX = Duration.ofSeconds(5);
    private static final Pattern READY = Pattern.compile("^ready on ");
    private static final Key ANY = Key.of("first read");
    private static final int LOG_LINES = 20;
    private static final long PAUSE_MILLIS = 2;

    private final Process process;
    private final Path log;
    private final int port;
    private final long startedNanos;

    /// When it said that it is ready, after its start.
    private final CompletableFuture<Duration> ready = new CompletableFuture<>();

    private volatile Duration startup = Duration.ZERO;

    private ServerProcess(Process process, Path log, int port, long startedNanos) {
        this.process = process;
        this.log = log;
        this.port = port;
        this.startedNanos = startedNanos;
    }

    /// Starts a server over `data` and waits until it answers.
    ///
    /// @throws IOException when it ends instead, with the end of its log
    static ServerProcess start(Path data, Path log) throws IOException {
        return start(new ServerSettings(data, log, Map.of(), List.of()), ANY);
    }

    /// Starts a server and waits until it has served a read of `key` and says that it is ready.
    ///
    /// @throws IOException when it ends instead, with the end of its log
    static ServerProcess start(ServerSettings settings, Key key) throws IOException {
        ServerProcess server = launch(settings);
        try {
            server.startup = server.awaitRead(key);
            server.ready();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /// Starts a server and does not wait for it.
    static ServerProcess launch(ServerSettings settings) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(
                "--port", Integer.toString(port), "--data", settings.data().toString()));
        command.addAll(settings.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(settings.log().toFile()));
        builder.environment().putAll(settings.environment());
        long startedNanos = System.nanoTime();
        Process process = builder.start();
        ServerProcess server = new ServerProcess(process, settings.log(), port, startedNanos);
        Thread.ofPlatform().daemon().name("server-output").start(server::listen);
        process.getOutputStream().close();
        server.endWithUs();
        return server;
    }

    /// A bench that is interrupted leaves no server behind.
    private void endWithUs() {
        Thread end = Thread.ofPlatform().unstarted(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        CompletableFuture<Void> _ =
                process.onExit().thenRun(() -> Runtime.getRuntime().removeShutdownHook(end));
    }

    /// Where clients reach it.
    String endpoint() {
        return "localhost:" + port;
    }

    /// From the start of the process to its first served read, as a warm client sees it.
    Duration startup() {
        return startup;
    }

    /// From the start of the process to its word that it is ready.
    ///
    /// @throws IOException when it never said so
    Duration ready() throws IOException {
        try {
            return ready.orTimeout(START_MAX.toSeconds(), TimeUnit.SECONDS).join();
        } catch (RuntimeException e) {
            throw new IOException("lbserver did not say that it is ready; its log ends:\n" + tail(), e);
        }
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

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /// Copies what the server says to its log until it ends.
    private void listen() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (READY.matcher(line).find()) {
                    ready.complete(sinceStart());
                }
                Files.writeString(log, line + '\n', StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
        ready.completeExceptionally(new IOException("it ended"));
    }

    /// Waits for the port with bare connections, which cost less than clients, then reads.
    private Duration awaitRead(Key key) throws IOException {
        ClientOptions once = ClientOptions.DEFAULTS.retryAttemptsMax(1).deadline(READ_MAX);
        while (process.isAlive() && sinceStart().compareTo(START_MAX) < 0) {
            if (isListening()) {
                try (LongboatClient client = LongboatClient.connect(endpoint(), once)) {
                    client.get(key);
                    return sinceStart();
                } catch (LongboatException.Unavailable | LongboatException.DeadlineExceeded _) {
                    // Not yet.
                }
            }
            pause();
        }
        boolean ended = !process.isAlive();
        String what = ended ? "ended with exit code " + process.exitValue() : "did not answer in " + START_MAX;
        throw new IOException("lbserver " + what + "; its log ends:\n" + tail());
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
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
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
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
