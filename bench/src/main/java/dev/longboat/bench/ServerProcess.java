package dev.longboat.bench;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.Key;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// An `lbserver` of our own, in a process of its own, on a free port of the loopback interface.
/// Safe for concurrent use.
final class ServerProcess implements Server {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration READ_MAX = Duration.ofSeconds(5);
    private static final Pattern READY = Pattern.compile("^ready on ");
    private static final Key ANY = Key.of("first read");
    private static final int IN_10_UNARY = 3;

    private final Child child;
    private final int port;
    private final String summary;

    /// When it said that it is ready, after its start.
    private final CompletableFuture<Duration> ready;

    private volatile Duration startup = Duration.ZERO;

    private ServerProcess(Child child, int port, String summary, CompletableFuture<Duration> ready) {
        this.child = child;
        this.port = port;
        this.summary = summary;
        this.ready = ready;
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
            server.awaitRead(key);
            server.ready();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /// Starts a server and does not wait for it.
    static ServerProcess launch(ServerSettings settings) throws IOException {
        int port = Ports.free();
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(
                "--port", Integer.toString(port), "--data", settings.data().toString()));
        command.addAll(settings.arguments());
        CompletableFuture<Duration> ready = new CompletableFuture<>();
        CompletableFuture<Child> started = new CompletableFuture<>();
        Child child = Child.start(command, settings.environment(), settings.log(), line -> {
            if (READY.matcher(line).find()) {
                ready.complete(started.join().sinceStart());
            }
        });
        started.complete(child);
        if (settings.memoryMibMax() > 0) {
            limit(child, settings.memoryMibMax());
        }
        CompletableFuture<Void> _ = child.exit().thenAccept(status -> ready.cancel(false));
        return new ServerProcess(child, port, settings.summary(), ready);
    }

    /// The launcher, which becomes the server, has hardly begun.
    private static void limit(Child child, int memoryMibMax) throws IOException {
        try {
            Tool.of("prlimit", "--pid", Long.toString(child.pid()), "--data=" + ((long) memoryMibMax << 20))
                    .run();
        } catch (IOException e) {
            child.close();
            throw e;
        }
    }

    /// Where clients reach it.
    String endpoint() {
        return "localhost:" + port;
    }

    /// A session of some width, or single calls.
    @Override
    public Line line(Random random) {
        return random.nextInt(10) < IN_10_UNARY
                ? LongboatLine.unary(endpoint())
                : LongboatLine.session(endpoint(), 1 << random.nextInt(9));
    }

    @Override
    public Line verifyingLine() {
        return LongboatLine.session(endpoint(), 128);
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public Duration startup() {
        return startup;
    }

    /// From the start of the process to its word that it is ready.
    ///
    /// @throws IOException when it never said so
    Duration ready() throws IOException {
        try {
            return ready.orTimeout(START_MAX.toSeconds(), TimeUnit.SECONDS).join();
        } catch (RuntimeException e) {
            throw child.failure("did not say that it is ready");
        }
    }

    /// The process id.
    long pid() {
        return child.pid();
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
        child.stop(0);
    }

    @Override
    public void close() {
        child.close();
    }

    @Override
    public void awaitRead() throws IOException {
        awaitRead(ANY);
    }

    /// Waits for the port with bare connections, which cost less than clients, then reads.
    private void awaitRead(Key key) throws IOException {
        ClientOptions once = ClientOptions.DEFAULTS.retryAttemptsMax(1).deadline(READ_MAX);
        Ports.await(child, port, START_MAX, () -> {
            try (LongboatClient client = LongboatClient.connect(endpoint(), once)) {
                client.get(key);
                return true;
            } catch (LongboatException.Unavailable | LongboatException.DeadlineExceeded _) {
                return false;
            }
        });
        startup = child.sinceStart();
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
