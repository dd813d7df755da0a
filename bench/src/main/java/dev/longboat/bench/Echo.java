package dev.longboat.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The ceiling of a server that speaks gRPC: one that answers as many bytes as are asked for and
/// does nothing else. Immutable.
final class Echo implements Product {
    /// What an answer holds besides the value, as ours does: the key and its clocks.
    private static final int ANSWER_HEAD_BYTES = 176;

    private static final int ACKNOWLEDGEMENT_BYTES = 176;
    private static final int REQUEST_HEAD_BYTES = 8;

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String settings() {
        return "grpc-java that answers requests of the same bytes with as many bytes as lbserver does, and stores"
                + " nothing; bare stubs, one connection for each client";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public Loading loading() {
        return Loading.NONE;
    }

    @Override
    public Target start(Path directory, Workload workload) throws IOException {
        int port = Ports.free();
        Path launcher = Path.of(System.getProperty("longboat.home", "."), "bin", "lbbench")
                .toAbsolutePath();
        List<String> command = List.of(
                "env",
                "LB_JAVA_OPTS=-Xmx2g -XX:MaxDirectMemorySize=1g",
                launcher.toString(),
                "echo-server",
                "--port=" + port);
        int valueBytes = workload.valueBytes();
        return ChildServer.start(
                command,
                directory,
                port,
                (_, _) -> new Calls(new PlainCalls("127.0.0.1:" + port, EchoServer.METHOD), valueBytes),
                workload.dataset().toRead(0));
    }

    private record Calls(PlainCalls calls, int valueBytes) implements Connection {
        @Override
        public CompletableFuture<?> read(Pair pair) {
            return call(REQUEST_HEAD_BYTES + pair.key().length, ANSWER_HEAD_BYTES + valueBytes);
        }

        @Override
        public CompletableFuture<?> write(Pair pair) {
            return call(REQUEST_HEAD_BYTES + pair.key().length + valueBytes, ACKNOWLEDGEMENT_BYTES);
        }

        private CompletableFuture<?> call(int requestBytes, int answerBytes) {
            int received = calls.call(EchoServer.request(requestBytes, answerBytes)).length;
            if (received != answerBytes) {
                throw new IllegalStateException(received + " bytes came back instead of " + answerBytes);
            }
            return DONE;
        }

        @Override
        public void close() {
            calls.close();
        }
    }
}
