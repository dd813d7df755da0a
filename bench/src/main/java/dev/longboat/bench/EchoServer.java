package dev.longboat.bench;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import picocli.CommandLine.Command;

/// The ceiling beside our server: gRPC that answers bare bytes and does nothing for them. A request
/// begins with the length of the answer that it wants. Confined to the main thread.
@Command(name = "echo-server", hidden = true, description = "Answers unary calls with as many bytes as they ask for.")
final class EchoServer implements Callable<Integer> {
    /// The full name of its one method.
    static final String METHOD = "longboat.bench.Echo/Call";

    private final ConcurrentHashMap<Integer, byte[]> answers = new ConcurrentHashMap<>();

    /// A request of `requestBytes` that wants so many bytes back.
    static byte[] request(int requestBytes, int answerBytes) {
        return ByteBuffer.allocate(requestBytes).putInt(answerBytes).array();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(ServerServiceDefinition.builder("longboat.bench.Echo")
                        .addMethod(PlainCalls.method(METHOD), ServerCalls.asyncUnaryCall((request, answer) -> {
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

    /// One in a process of its own, with the Java options of `lbserver`. Confined to one thread.
    static final class Child implements Closeable {
        private final Process process;
        private final String endpoint;

        Child() throws IOException {
            Path launcher = Path.of(System.getProperty("longboat.home", "."), "bin", "lbbench");
            ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "echo-server")
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("LB_JAVA_OPTS", "-Xmx2g -XX:MaxDirectMemorySize=1g");
            process = builder.start();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
            BufferedReader lines = process.inputReader();
            endpoint = "localhost:" + lines.readLine();
        }

        String endpoint() {
            return endpoint;
        }

        @Override
        public void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
