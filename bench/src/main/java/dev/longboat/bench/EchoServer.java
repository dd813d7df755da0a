package dev.longboat.bench;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The ceiling beside our server: gRPC that answers bare bytes and does nothing for them. A request
/// begins with the length of the answer that it wants. Confined to the main thread.
@Command(name = "echo-server", hidden = true, description = "Answers unary calls with as many bytes as they ask for.")
final class EchoServer implements Callable<Integer> {
    /// The full name of its one method.
    static final String METHOD = "longboat.bench.Echo/Call";

    @Option(names = "--port", paramLabel = "N", description = "Where it listens (default: a free port).")
    private int port;

    private final ConcurrentHashMap<Integer, byte[]> answers = new ConcurrentHashMap<>();

    private static final int REQUEST_BYTES_MAX = 256 << 20;
    private static final int WINDOW_BYTES = 4 << 20;

    /// A request of `requestBytes` that wants so many bytes back.
    static byte[] request(int requestBytes, int answerBytes) {
        return ByteBuffer.allocate(requestBytes).putInt(answerBytes).array();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .directExecutor()
                .maxInboundMessageSize(REQUEST_BYTES_MAX)
                .initialFlowControlWindow(WINDOW_BYTES)
                .addService(ServerServiceDefinition.builder("longboat.bench.Echo")
                        .addMethod(PlainCalls.descriptor(METHOD), ServerCalls.asyncUnaryCall((request, answer) -> {
                            answer.onNext(answer(request));
                            answer.onCompleted();
                        }))
                        .build())
                .build()
                .start();
        System.out.println(server.getPort());
        server.awaitTermination();
        return 0;
    }

    private byte[] answer(byte[] request) {
        return answers.computeIfAbsent(ByteBuffer.wrap(request).getInt(), bytes -> {
            byte[] answer = new byte[bytes];
            Arrays.fill(answer, (byte) 'e');
            return answer;
        });
    }
}
