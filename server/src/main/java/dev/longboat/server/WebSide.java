package dev.longboat.server;

import dev.longboat.disk.Clock;
import dev.longboat.grpc.DoorResources;
import dev.longboat.web.Health;
import dev.longboat.web.Metrics;
import dev.longboat.web.WebDoor;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What the server tells by HTTP about itself, where that was asked for: on the same addresses as
/// its doors, on another port. Safe for concurrent use.
final class WebSide implements AutoCloseable {
    private final Listening listening;
    private final ExecutorService thread;
    private final Metrics metrics;
    private final Health health;
    private final WebDoor door;

    private WebSide(Listening listening, DoorResources resources, Path data) throws IOException {
        this.listening = listening;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread web = new Thread(work, "lb-web");
            web.setDaemon(true);
            return web;
        });
        this.metrics = new Metrics(resources, () -> data.toFile().getUsableSpace(), Clock.system());
        this.health = new Health(resources.store().failure());
        try {
            this.door = WebDoor.start(listening.sockets(), thread, metrics, health);
        } catch (IOException e) {
            thread.shutdown();
            metrics.close();
            throw e;
        }
    }

    /// Starts it; empty when it was not asked for.
    ///
    /// @throws IOException when an address is taken, or not ours
    static Optional<WebSide> start(ServerConfig config, Listening doors, DoorResources resources) throws IOException {
        return config.httpPort().isEmpty()
                ? Optional.empty()
                : Optional.of(new WebSide(doors.withPort(config.httpPort().getAsInt()), resources, config.data()));
    }

    /// Where it listens.
    Listening listening() {
        return listening;
    }

    /// What times the calls of the doors.
    ServerInterceptor callTimer() {
        return metrics.callTimer();
    }

    /// The server begins to stop.
    void stopping() {
        health.stopping();
    }

    @Override
    public void close() {
        door.close();
        thread.shutdownNow();
        metrics.close();
    }
}
