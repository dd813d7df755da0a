package dev.longboat.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.longboat.client.Key;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import dev.longboat.client.Progress;
import dev.longboat.client.RangeCursor;
import dev.longboat.client.Session;
import dev.longboat.client.View;
import dev.longboat.proto.keyvalue.GetPrefixRequest;
import dev.longboat.proto.keyvalue.GetRequest;
import dev.longboat.proto.keyvalue.KeyValueGrpc;
import dev.longboat.proto.keyvalue.SetRequest;
import dev.longboat.proto.keyvalue.StatRequest;
import dev.longboat.proto.keyvalue.StatResponse;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: the program as its users meet it: it starts, serves every door, stops, is killed, and
/// refuses what it must. Method: processes of its own, the Java client, and system A's stubs.
final class ServerProcessTest {
    @TempDir
    private Path directory = Path.of("");

    /// V3, V5.
    @Test
    void server_saysWhereItIs_serves_andStopsWithStatusZero() throws IOException {
        try (ServerChild server = ServerChild.start(data())) {
            assertThat(server.screen().getFirst()).startsWith("Longboat ");
            assertThat(server.screen())
                    .anyMatch(line -> line.contains("127.0.0.1:" + server.port()))
                    .anyMatch(line -> line.contains(data().toString()))
                    .anyMatch(line -> line.contains("holds       0 keys at revision 1"))
                    .anyMatch(line -> line.contains("bin/lbclient --port " + server.port() + " get greeting"));
            try (LongboatClient client = LongboatClient.connect(server.endpoint())) {
                client.set("greeting", "hello");
                assertThat(client.get("greeting").orElseThrow().value().text()).isEqualTo("hello");
                assertThat(client.stat().keys()).isEqualTo(1);
            }
            server.terminate();
            assertThat(server.exitStatus()).isZero();
            assertThat(server.log()).contains("SIGTERM: stopping").contains("everything acknowledged is on disk");
        }
        try (ServerChild server = ServerChild.start(data(), "--log-format=json")) {
            assertThat(server.screen()).anyMatch(line -> line.contains("holds       1 keys at revision 2"));
            server.terminate();
            assertThat(server.exitStatus()).isZero();
            assertThat(server.log().lines()).isNotEmpty().allMatch(line -> line.startsWith("{"));
        }
    }

    @Test
    void compression_shortensWhatIsStored_andIsNeededToReadIt() throws IOException {
        for (String compression : new String[] {"lz4", "zstd"}) {
            Path data = directory.resolve(compression);
            byte[] value = "a line that comes again and again\n".repeat(100_000).getBytes(US_ASCII);
            try (ServerChild server = ServerChild.start(data, "--compression=" + compression);
                    LongboatClient client = LongboatClient.connect(server.endpoint())) {
                client.set("small", "again and again ".repeat(100));
                KeyVersion written = client.setStream(
                        Key.of("large"), new ByteArrayInputStream(value), value.length, Progress.SILENT);
                assertThat(written.valueBytes()).isEqualTo(value.length);
                assertThat(client.stat().diskBytes()).isLessThan(value.length / 3);
                assertThat(server.log()).doesNotContain("WARNING");
                server.terminate();
                assertThat(server.exitStatus()).isZero();
            }
            try (ServerChild server = ServerChild.start(data);
                    LongboatClient client = LongboatClient.connect(server.endpoint())) {
                assertThat(client.get("small").orElseThrow().value().text()).isEqualTo("again and again ".repeat(100));
                ByteArrayOutputStream large = new ByteArrayOutputStream();
                assertThat(client.getStream(Key.of("large"), View.NEWEST, large, Progress.SILENT))
                        .isPresent();
                assertThat(large.toByteArray()).isEqualTo(value);
            }
            try (ServerChild server = ServerChild.start(ServerChild.Machine.without(compression), data);
                    LongboatClient client = LongboatClient.connect(server.endpoint())) {
                assertThatThrownBy(() -> client.get("small"))
                        .isInstanceOfSatisfying(
                                LongboatException.class,
                                e -> assertThat(e.reason()).isEqualTo("COMPRESSION_MISSING"))
                        .hasMessageContaining("add dev.longboat:longboat-" + compression);
                client.set("small", "new");
                assertThat(client.get("small").orElseThrow().value().text()).isEqualTo("new");
            }
        }
    }

    @Test
    void compressionThatIsNotThere_endsTheStart_andNothingIsMade() throws IOException {
        ServerChild.Machine without = ServerChild.Machine.without("zstd");
        try (ServerChild server = ServerChild.launch(without, data(), "--compression=zstd")) {
            assertThat(server.exitStatus()).isEqualTo(ExitCode.USAGE.status());
            assertThat(server.log())
                    .contains("there is no compression zstd: the class path has lz4; add dev.longboat:longboat-zstd")
                    .contains("(--compression)");
        }
        assertThat(data()).doesNotExist();
    }

    @Test
    void httpPort_tellsMetricsAndHealth_andNothingListensWithoutIt() throws Exception {
        try (ServerChild server = ServerChild.start(data())) {
            assertThat(server.screen()).noneMatch(line -> line.contains("http://"));
        }
        try (ServerChild server = ServerChild.start(data(), "--http-port=0");
                HttpClient http = HttpClient.newHttpClient();
                LongboatClient client = LongboatClient.connect(server.endpoint())) {
            String told = server.screen().stream()
                    .filter(line -> line.contains("http://"))
                    .findFirst()
                    .orElseThrow();
            URI metrics = URI.create(told.replaceFirst(".*(http://\\S+).*", "$1"));
            client.set("greeting", "hello");
            HttpResponse<String> figures =
                    http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(figures.body())
                    .contains("longboat_operations_total{operation=\"set\"} 1.0")
                    .contains("longboat_call_seconds_count{method=\"longboat.v1.Longboat/Set\",status=\"OK\"} 1");
            HttpResponse<String> ready = http.send(
                    HttpRequest.newBuilder(metrics.resolve("/health/ready")).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(ready.statusCode()).isEqualTo(200);
            server.terminate();
            assertThat(server.exitStatus()).isZero();
        }
    }

    /// System A's durability check: 10,000 sets, SIGKILL, restart, all there.
    @Test
    void systemA_findsEveryAcknowledgedSet_afterAKill() throws IOException {
        int count = 10_000;
        try (ServerChild server = ServerChild.start(data())) {
            systemA(server, (stub, threads) -> {
                for (int part = 0; part < 16; part++) {
                    int first = part;
                    var _ = threads.submit(() -> {
                        for (int i = first; i < count; i += 16) {
                            assertThat(stub.set(pair(i)).getSuccess()).isTrue();
                        }
                    });
                }
            });
            server.kill();
        }
        try (ServerChild server = ServerChild.start(data())) {
            ManagedChannel channel = channel(server);
            KeyValueGrpc.KeyValueBlockingStub stub = KeyValueGrpc.newBlockingStub(channel);
            for (int i = 0; i < count; i++) {
                assertThat(stub.get(GetRequest.newBuilder().setKey("key" + i).build())
                                .getValue())
                        .isEqualTo(pair(i).getValue());
            }
            assertThat(stub.getPrefix(GetPrefixRequest.newBuilder()
                                    .setPrefix("key")
                                    .build())
                            .getPairsCount())
                    .isEqualTo(50);
            StatResponse stat = stub.stat(StatRequest.getDefaultInstance());
            assertThat(stat.getKeyCount()).isEqualTo(count);
            assertThat(stat.getSetCount()).isZero();
            assertThat(stat.getGetCount()).isEqualTo(count);
            assertThat(stat.getServerStartTime()).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
            channel.shutdownNow();
        }
    }

    /// A kill in the middle of the load: what was answered is there (V3).
    @Test
    void killUnderLoad_losesNothingThatWasAnswered() throws IOException {
        Map<Integer, Integer> answered = new ConcurrentHashMap<>();
        try (ServerChild server = ServerChild.start(data())) {
            systemA(server, (stub, threads) -> {
                for (int part = 0; part < 8; part++) {
                    int first = part;
                    var _ = threads.submit(() -> {
                        for (int i = first; ; i += 8) {
                            stub.set(pair(i));
                            answered.put(i, i);
                        }
                    });
                }
                while (answered.size() < 1000) {
                    Thread.onSpinWait();
                }
                server.kill();
            });
        }
        try (ServerChild server = ServerChild.start(data())) {
            ManagedChannel channel = channel(server);
            KeyValueGrpc.KeyValueBlockingStub stub = KeyValueGrpc.newBlockingStub(channel);
            assertThat(answered.keySet())
                    .allSatisfy(i -> assertThat(stub.get(GetRequest.newBuilder()
                                            .setKey("key" + i)
                                            .build())
                                    .getValue())
                            .isEqualTo(pair(i).getValue()));
            channel.shutdownNow();
        }
    }

    /// V4. A file system that refuses a write stands for a broken disk: the process may not write
    /// files beyond 20 MB.
    @Test
    void storeThatFails_endsTheServer_andTheNextOneServesWhatWasAnswered() throws IOException {
        byte[] value = new byte[1 << 20];
        int answered = 0;
        try (ServerChild server = ServerChild.start(ServerChild.Machine.of("512m", "512m", "40000"), data());
                LongboatClient client = LongboatClient.connect(server.endpoint())) {
            assertThat(answered).isZero();
            try {
                for (; answered < 100; answered++) {
                    value[0] = (byte) answered;
                    client.set(("k" + answered).getBytes(UTF_8), value.clone());
                }
            } catch (LongboatException e) {
                assertThat(e).isInstanceOf(LongboatException.OutcomeUnknown.class);
            }
            assertThat(server.exitStatus()).isEqualTo(ExitCode.STORE_FAILED.status());
            assertThat(server.log()).contains("the store has failed, the server ends");
        }
        assertThat(answered).isBetween(1, 99);
        try (ServerChild server = ServerChild.start(data());
                LongboatClient client = LongboatClient.connect(server.endpoint())) {
            for (int i = 0; i < answered; i++) {
                byte[] found = client.get("k" + i).orElseThrow().value().bytes();
                assertThat(found).hasSize(1 << 20);
                assertThat(found[0]).isEqualTo((byte) i);
            }
        }
    }

    /// Memory is bounded by windows, not by what is moved: a server with 96 MiB of heap and 64 MiB
    /// of network memory takes a value of 64 MiB and streams 200 MiB, and serves others meanwhile.
    @Test
    void largeValuesAndLargeRanges_passThroughASmallServer() throws IOException {
        ServerChild.Machine small = ServerChild.Machine.of("96m", "64m", "unlimited");
        try (ServerChild server = ServerChild.start(small, data());
                LongboatClient client = LongboatClient.connect(server.endpoint());
                LongboatClient other = LongboatClient.connect(server.endpoint())) {
            other.set("small", "value");
            client.setStream(Key.of("film"), new Repeating(64 << 20), 64 << 20, (_, _) -> {});
            Repeating.Checker film = new Repeating.Checker();
            client.getStream(Key.of("film"), View.NEWEST, film, (_, _) -> {});
            assertThat(film.bytes()).isEqualTo(64 << 20);
            for (int i = 0; i < 20; i++) {
                client.setStream(Key.of("part/" + i), new Repeating(10 << 20), 10 << 20, (_, _) -> {});
            }
            int pairs = 0;
            try (RangeCursor parts = client.prefix("part/")) {
                while (parts.hasNext()) {
                    assertThat(parts.next().value().bytes()).hasSize(10 << 20);
                    assertThat(other.get("small")).isPresent();
                    pairs++;
                }
            }
            assertThat(pairs).isEqualTo(20);
            server.terminate();
            assertThat(server.exitStatus()).isZero();
        }
    }

    @Test
    void secondServer_isRefusedTheDirectory() throws IOException {
        try (ServerChild server = ServerChild.start(data());
                ServerChild second = ServerChild.launch(data())) {
            assertThat(second.exitStatus()).isEqualTo(ExitCode.DATA_LOCKED.status());
            assertThat(second.log()).contains("is in use", data().toString());
            try (LongboatClient client = LongboatClient.connect(server.endpoint())) {
                client.set("still", "served");
            }
        }
    }

    @Test
    void directoriesThatAreNoStore_areRefused_andLeftAlone() throws IOException {
        Files.createDirectories(data());
        Files.writeString(data().resolve("letter.txt"), "dear");
        try (ServerChild server = ServerChild.launch(data())) {
            assertThat(server.exitStatus()).isEqualTo(ExitCode.DATA_FOREIGN.status());
            assertThat(server.log()).contains("cannot be used", "Nothing was changed");
        }
        try (var files = Files.list(data())) {
            assertThat(files).containsExactly(data().resolve("letter.txt"));
        }
    }

    @Test
    void portThatIsTaken_isTold() throws IOException {
        try (ServerChild server = ServerChild.start(data());
                ServerChild second = ServerChild.launch(directory.resolve("other"), "--port=" + server.port())) {
            assertThat(second.exitStatus()).isEqualTo(ExitCode.CANNOT_LISTEN.status());
            assertThat(second.log()).contains("cannot listen on localhost, port " + server.port());
        }
    }

    @Test
    void health_saysServing_onBothLoopbacks() throws IOException {
        try (ServerChild server = ServerChild.start(data())) {
            for (String host : hosts()) {
                ManagedChannel channel = NettyChannelBuilder.forAddress(host, server.port())
                        .usePlaintext()
                        .build();
                for (String service : new String[] {"", "longboat.v1.Longboat", "keyvalue.KeyValue"}) {
                    assertThat(HealthGrpc.newBlockingStub(channel)
                                    .check(HealthCheckRequest.newBuilder()
                                            .setService(service)
                                            .build())
                                    .getStatus())
                            .isEqualTo(ServingStatus.SERVING);
                }
                channel.shutdownNow();
            }
        }
    }

    private static String[] hosts() throws IOException {
        boolean six = InetAddress.ofLiteral("::1").isReachable(1000);
        return six ? new String[] {"127.0.0.1", "::1"} : new String[] {"127.0.0.1"};
    }

    /// An open session does not keep a stop waiting.
    @Test
    void openSession_doesNotHoldUpAStop() throws IOException {
        try (ServerChild server = ServerChild.start(data(), "--drain-seconds=3600");
                LongboatClient client = LongboatClient.connect(server.endpoint());
                Session session = client.session()) {
            assertThat(session.get(Key.of("none")).join()).isEmpty();
            server.terminate();
            assertThat(server.exitStatus()).isZero();
        }
    }

    /// Bytes that are no HTTP/2, and HTTP/2 that is cut off: the connection ends, the server goes
    /// on.
    @Test
    void nonsenseOnTheSocket_harmsNobody() throws IOException {
        try (ServerChild server = ServerChild.start(data());
                LongboatClient client = LongboatClient.connect(server.endpoint())) {
            byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
            byte[] lyingFrame = HexFormat.of().parseHex("ffffff0001000000017a");
            byte[] random = new byte[10_000];
            new java.util.Random(7).nextBytes(random);
            for (byte[] bytes : new byte[][] {random, preface, joined(preface, lyingFrame), joined(preface, random)}) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                    OutputStream out = socket.getOutputStream();
                    out.write(bytes);
                    socket.shutdownOutput();
                    InputStream in = socket.getInputStream();
                    assertThat(in.readNBytes(1 << 20).length).isLessThan(1 << 20);
                } catch (java.net.SocketException e) {
                    assertThat(e).hasMessageMatching("Connection reset|Broken pipe.*");
                }
                client.set("after", "nonsense");
            }
            assertThat(client.get("after")).isPresent();
        }
    }

    /// Headers beyond their limit, and messages that grow when they are unpacked, end their call.
    @Test
    void bombs_endTheirCallAlone() throws IOException {
        try (ServerChild server = ServerChild.start(data())) {
            ManagedChannel channel = channel(server);
            KeyValueGrpc.KeyValueBlockingStub stub = KeyValueGrpc.newBlockingStub(channel);
            Metadata headers = new Metadata();
            headers.put(Metadata.Key.of("bomb", Metadata.ASCII_STRING_MARSHALLER), "x".repeat(20_000));
            assertThat(codeOf(() -> stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                            .set(pair(1))))
                    .isNotEqualTo(Status.Code.OK);
            SetRequest zeros = SetRequest.newBuilder()
                    .setKey("zeros")
                    .setValue(ByteString.copyFrom(new byte[100 << 20]))
                    .build();
            assertThat(codeOf(() -> stub.withCompression("gzip").set(zeros))).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(codeOf(() -> stub.withCompression("gzip").set(pair(2)))).isEqualTo(Status.Code.OK);
            assertThat(stub.get(GetRequest.newBuilder().setKey("key2").build()).getValue())
                    .isEqualTo(pair(2).getValue());
            channel.shutdownNow();
        }
    }

    private static Status.Code codeOf(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private Path data() {
        return directory.resolve("data");
    }

    private interface SystemAWork {
        void run(KeyValueGrpc.KeyValueBlockingStub stub, ExecutorService threads);
    }

    /// Runs work with system A's stub; threads end before this returns.
    private static void systemA(ServerChild server, SystemAWork work) {
        ManagedChannel channel = channel(server);
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            work.run(KeyValueGrpc.newBlockingStub(channel), threads);
        }
        channel.shutdownNow();
    }

    private static ManagedChannel channel(ServerChild server) {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                .usePlaintext()
                .maxInboundMessageSize(256 << 20)
                .build();
    }

    private static SetRequest pair(int i) {
        return SetRequest.newBuilder()
                .setKey("key" + i)
                .setValue(ByteString.copyFromUtf8(("value " + i + " ").repeat(1 + i % 30)))
                .build();
    }
}
