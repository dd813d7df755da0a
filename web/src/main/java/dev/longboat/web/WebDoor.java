package dev.longboat.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/// Answers `GET` for `/metrics`, `/health/live` and `/health/ready`. Safe for concurrent use.
public final class WebDoor implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String FIGURES = "text/plain; version=0.0.4; charset=utf-8";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final int BACKLOG = 16;
    private static final int NO_BODY = -1;

    private final List<HttpServer> servers = new ArrayList<>();
    private final Metrics metrics;
    private final Health health;

    private WebDoor(Metrics metrics, Health health) {
        this.metrics = metrics;
        this.health = health;
    }

    /// Listens and answers.
    ///
    /// @param threads where answers are made
    /// @throws IOException when an address is taken, or not ours
    public static WebDoor start(List<InetSocketAddress> addresses, Executor threads, Metrics metrics, Health health)
            throws IOException {
        WebDoor door = new WebDoor(metrics, health);
        try {
            for (InetSocketAddress address : addresses) {
                HttpServer server = HttpServer.create(address, BACKLOG);
                door.servers.add(server);
                server.setExecutor(threads);
                server.createContext("/", door::answer);
                server.start();
            }
            return door;
        } catch (IOException e) {
            door.close();
            throw e;
        }
    }

    /// What is said to one request. Immutable.
    private record Answer(int status, String type, String body) {}

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer =
                    answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(answer.status(), isHead ? NO_BODY : body.length);
            if (!isHead) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    private Answer answer(String method, String path) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return new Answer(NOT_ALLOWED, TEXT, "only GET\n");
        }
        return switch (path) {
            case "/metrics" -> new Answer(OK, FIGURES, metrics.text());
            case "/health/live" -> new Answer(OK, TEXT, "live\n");
            case "/health/ready" ->
                health.isReady()
                        ? new Answer(OK, TEXT, "ready\n")
                        : new Answer(UNAVAILABLE, TEXT, "not ready: " + health.notReady() + "\n");
            default -> new Answer(NOT_FOUND, TEXT, "there are /metrics, /health/live and /health/ready\n");
        };
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
    }
}
