package dev.longboat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// Somebody else's server in a process of its own, on the loopback interface, to be measured. Safe
/// for concurrent use.
final class ChildServer implements Target {
    private static final Duration START_MAX = Duration.ofMinutes(10);

    /// How a client gets in.
    interface Entry {
        Connection connect(String door, int inFlight) throws IOException;
    }

    private final Child child;
    private final Path directory;
    private final Entry entry;
    private final Duration startup;

    private ChildServer(Child child, Path directory, Entry entry, Duration startup) {
        this.child = child;
        this.directory = directory;
        this.entry = entry;
        this.startup = startup;
    }

    /// Starts a server and waits until it has served a read.
    ///
    /// @param port where it will listen
    /// @param first to be read; it need not be there
    /// @throws IOException when it ends instead, with the end of its log
    static ChildServer start(List<String> command, Path directory, int port, Entry entry, Pair first)
            throws IOException {
        Files.createDirectories(directory);
        Child child = Child.start(command, Map.of(), directory.resolve("log"), _ -> {});
        try {
            Ports.await(child, port, START_MAX, answers(entry, first));
            return new ChildServer(child, directory, entry, child.sinceStart());
        } catch (IOException e) {
            child.close();
            throw e;
        }
    }

    private static BooleanSupplier answers(Entry entry, Pair first) {
        return () -> {
            try (Connection connection = entry.connect("", 1)) {
                connection.read(first).join();
                return true;
            } catch (AbsentException _) {
                return true; // It said so: it serves.
            } catch (Exception _) {
                return false; // Not yet.
            }
        };
    }

    @Override
    public long pid() {
        return child.pid();
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
        int _ = child.stop();
    }

    @Override
    public void kill() {
        child.kill();
    }

    @Override
    public void close() {
        child.close();
    }
}
