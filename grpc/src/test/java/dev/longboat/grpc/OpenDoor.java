package dev.longboat.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import dev.longboat.disk.Clock;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.GetResponse;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.SetRequest;
import dev.longboat.proto.v1.SetResponse;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A real store behind the native door, on a free port of the loopback, with a channel to it.
/// Confined to the test's thread.
final class OpenDoor implements AutoCloseable {
    final Store store;
    final DoorResources resources;
    final ManagedChannel channel;
    private final ExecutorService readers = Executors.newFixedThreadPool(2);
    private final Server server;

    private OpenDoor(Path directory, long writeBytesMax, long answerBytesMax) {
        store = Store.open(directory, StoreOptions.defaults().withMemoryBytes(32 << 20));
        resources = new DoorResources(
                store,
                new DoorStatistics(Clock.system()),
                new ReaderPool(readers, 100),
                new ByteBudget("bytes of writes", writeBytesMax),
                new ByteBudget("bytes of answers", answerBytesMax),
                new Draining(),
                32 << 20,
                "0.1.0-test");
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .directExecutor()
                    .maxInboundMessageSize(Limits.INBOUND_BYTES_MAX)
                    .addService(new LongboatDoor(resources))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .maxInboundMessageSize(32 << 20)
                .build();
    }

    static OpenDoor at(Path directory) {
        return new OpenDoor(directory, 64 << 20, 64 << 20);
    }

    static OpenDoor withBudgets(Path directory, long writeBytesMax, long answerBytesMax) {
        return new OpenDoor(directory, writeBytesMax, answerBytesMax);
    }

    LongboatGrpc.LongboatBlockingStub stub() {
        return LongboatGrpc.newBlockingStub(channel);
    }

    SetResponse set(String key, byte[] value) {
        return stub().set(SetRequest.newBuilder()
                .setKey(bytes(key))
                .setValue(ByteString.copyFrom(value))
                .build());
    }

    SetResponse set(String key, String value) {
        return set(key, value.getBytes(UTF_8));
    }

    GetResponse get(String key) {
        return stub().get(GetRequest.newBuilder().setKey(bytes(key)).build());
    }

    static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    /// Bytes that differ from place to place.
    static byte[] pattern(int length, int seed) {
        byte[] pattern = new byte[length];
        for (int i = 0; i < length; i++) {
            pattern[i] = (byte) (i * 31 + i / 251 + seed);
        }
        return pattern;
    }

    /// The reason of a failed call, in the form `STATUS REASON {metadata}`.
    static String reason(StatusRuntimeException failed) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failed);
        return failed.getStatus().getCode()
                + (status == null || status.getDetailsCount() == 0 ? "" : " " + reason(status));
    }

    static String reason(com.google.rpc.Status status) {
        try {
            ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
            return info.getReason() + " " + new java.util.TreeMap<>(info.getMetadataMap());
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        try {
            server.awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
        readers.shutdown();
    }

    /// The answer to a streamed set, when it comes.
    record Answer(CompletableFuture<SetResponse> future) implements StreamObserver<SetResponse> {
        @Override
        public void onNext(SetResponse response) {
            future.complete(response);
        }

        @Override
        public void onError(Throwable thrown) {
            future.completeExceptionally(thrown);
        }

        @Override
        public void onCompleted() {}
    }
}
