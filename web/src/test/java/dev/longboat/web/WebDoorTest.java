package dev.longboat.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.disk.Clock;
import dev.longboat.engine.Key;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import dev.longboat.grpc.ByteBudget;
import dev.longboat.grpc.DoorResources;
import dev.longboat.grpc.DoorStatistics;
import dev.longboat.grpc.Draining;
import dev.longboat.grpc.ReaderPool;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the web tells how the server stands, and nothing else (W1, W2, W3). Method: a real store
/// and a real HTTP client.
final class WebDoorTest {
    private static final Pattern NAME = Pattern.compile("^# TYPE (\\w+) ", Pattern.MULTILINE);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Store store;
    private final DoorStatistics statistics = new DoorStatistics(Clock.system());
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final Metrics metrics;
    private final Health health;
    private final WebDoor door;
    private final URI at;

    WebDoorTest(@TempDir Path directory) throws IOException {
        store = Store.open(directory.resolve("data"), StoreOptions.tiny());
        DoorResources resources = new DoorResources(
                store,
                statistics,
                new ReaderPool(Runnable::run, 10),
                new ByteBudget("writes", 1000),
                new ByteBudget("answers", 2000),
                new Draining(),
                1 << 20,
                "test");
        metrics = new Metrics(resources, () -> 12_345_678, Clock.system());
        health = new Health(failure);
        int port = freePort();
        at = URI.create("http://127.0.0.1:" + port);
        door = WebDoor.start(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)), Runnable::run, metrics, health);
    }

    @AfterEach
    void stop() {
        door.close();
        metrics.close();
        store.close();
    }

    @Test
    void metrics_tellWhatTheStoreAndTheDoorsHaveDone() throws Exception {
        store.put(Key.of("secret-key"), "secret-value".getBytes(UTF_8));
        statistics.sets().increment();
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).contains("version=0.0.4");
        assertThat(answer.body())
                .contains("longboat_operations_total{operation=\"set\"} 1.0")
                .contains("longboat_keys 1.0")
                .contains("longboat_revision 2.0")
                .contains("longboat_disk_free_bytes 1.2345678E7")
                .contains("longboat_budget_limit_bytes{budget=\"answers\"} 2000.0")
                .containsPattern("longboat_journal_syncs_total [1-9]");
    }

    /// W1.
    @Test
    void nothing_tellsOrChangesWhatIsStored() throws Exception {
        store.put(Key.of("secret-key"), "secret-value".getBytes(UTF_8));
        long revision = store.revision();
        for (String path :
                List.of("/", "/metrics", "/metrics/secret-key", "/secret-key", "/health", "/..%2f..%2fdata")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.body()).doesNotContain("secret");
            assertThat(answer.statusCode()).isEqualTo(path.equals("/metrics") ? 200 : 404);
        }
        HttpResponse<String> posted = send(HttpRequest.newBuilder(at.resolve("/metrics"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build());
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(store.revision()).isEqualTo(revision);
    }

    @Test
    void head_isAnsweredWithoutABody() throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(at.resolve("/health/live")).HEAD().build());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    /// W2.
    @Test
    void readiness_endsWhenTheServerBeginsToStop_andLifeDoesNot() throws Exception {
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        health.stopping();
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).isEqualTo("not ready: stopping\n");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    /// W2.
    @Test
    void readiness_endsWithTheStore() throws Exception {
        failure.complete(new IOException("the disk is gone"));
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).isEqualTo("not ready: the store has failed\n");
    }

    @Test
    void calls_areTimedByMethodAndStatus() throws Exception {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.newBuilder(BYTES, BYTES)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("test.Echo/Call")
                .build();
        Server echo = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .intercept(metrics.callTimer())
                .addService(ServerServiceDefinition.builder("test.Echo")
                        .addMethod(method, ServerCalls.asyncUnaryCall((request, answer) -> {
                            answer.onNext(request);
                            answer.onCompleted();
                        }))
                        .build())
                .build()
                .start();
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", echo.getPort())
                .usePlaintext()
                .build();
        try {
            for (int i = 0; i < 3; i++) {
                ClientCalls.blockingUnaryCall(channel, method, io.grpc.CallOptions.DEFAULT, new byte[] {1});
            }
        } finally {
            channel.shutdownNow();
            echo.shutdownNow().awaitTermination();
        }
        assertThat(get("/metrics").body())
                .contains("longboat_call_seconds_count{method=\"test.Echo/Call\",status=\"OK\"} 3")
                .contains("longboat_call_seconds_bucket{method=\"test.Echo/Call\",status=\"OK\",le=\"0.001\"}");
    }

    /// W3.
    @Test
    void everyFigure_isDescribed() throws Exception {
        String page = Files.readString(Path.of("../docs/metrics.md"));
        Set<String> told = NAME.matcher(get("/metrics").body())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(told).hasSizeGreaterThan(20);
        assertThat(told.stream().filter(name -> !page.contains("`" + name + "`")))
                .isEmpty();
    }

    private static final MethodDescriptor.Marshaller<byte[]> BYTES = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(at.resolve(path)).build());
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
