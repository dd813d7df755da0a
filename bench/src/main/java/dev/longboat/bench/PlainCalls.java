package dev.longboat.bench;

import io.grpc.CallOptions;
import io.grpc.KnownLength;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Unary calls of bare bytes on one connection: what gRPC itself costs a client, whoever answers.
/// Safe for concurrent use.
final class PlainCalls implements Closeable {
    /// Takes and gives byte arrays.
    static final MethodDescriptor.Marshaller<byte[]> BYTES = new Bytes();

    private static final int MESSAGE_BYTES_MAX = 512 << 20;
    private static final int WINDOW_BYTES = 4 << 20;

    private final ManagedChannel channel;
    private final MethodDescriptor<byte[], byte[]> method;

    /// @param method the full name, such as `longboat.v1.Longboat/Get`
    PlainCalls(String endpoint, String method) {
        int colon = endpoint.lastIndexOf(':');
        this.channel = NettyChannelBuilder.forAddress(
                        endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1)))
                .usePlaintext()
                .directExecutor()
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .initialFlowControlWindow(WINDOW_BYTES)
                .build();
        this.method = descriptor(method);
    }

    private PlainCalls(ManagedChannel channel, String method) {
        this.channel = channel;
        this.method = descriptor(method);
    }

    /// Another method on the same connection, which [#close] of either ends.
    PlainCalls method(String name) {
        return new PlainCalls(channel, name);
    }

    /// A unary method of bare bytes.
    static MethodDescriptor<byte[], byte[]> descriptor(String name) {
        return MethodDescriptor.newBuilder(BYTES, BYTES)
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(name)
                .build();
    }

    byte[] call(byte[] request) {
        return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /// Byte arrays as they are. Immutable.
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream instanceof KnownLength ? stream.readNBytes(stream.available()) : stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
