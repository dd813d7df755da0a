package dev.longboat.cli;

import dev.longboat.disk.Clock;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import dev.longboat.grpc.AdminDoor;
import dev.longboat.grpc.ByteBudget;
import dev.longboat.grpc.DoorResources;
import dev.longboat.grpc.DoorStatistics;
import dev.longboat.grpc.Draining;
import dev.longboat.grpc.LongboatDoor;
import dev.longboat.grpc.ReaderPool;
import dev.longboat.proto.v1.LongboatGrpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A real store behind the real doors, and the program, in this process. Confined to its test's
/// thread.
final class ServedStore {
    private final ExecutorService readers = Executors.newFixedThreadPool(2);
    private final Store store;
    private final Server server;
    private final AtomicInteger batchesLeft = new AtomicInteger(Integer.MAX_VALUE);
    private String out = "";
    private String err = "";

    ServedStore(Path data, StoreOptions options) throws IOException {
        this.store = Store.open(data, options);
        DoorResources resources = new DoorResources(
                store,
                new DoorStatistics(Clock.system()),
                new ReaderPool(readers, 100),
                new ByteBudget("bytes of writes", 64 << 20),
                new ByteBudget("bytes of answers", 64 << 20),
                new Draining(),
                8 << 20,
                "0.1.0-test");
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(new LongboatDoor(resources))
                .addService(new AdminDoor(resources))
                .intercept(new FullAfterBatches())
                .build()
                .start();
    }

    /// From then on the disk is full to sweeps, so to say.
    void fullAfterSweepBatches(int count) {
        batchesLeft.set(count);
    }

    /// Refuses what a full disk refuses.
    private final class FullAfterBatches implements ServerInterceptor {
        @Override
        public <A, B> ServerCall.Listener<A> interceptCall(
                ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
            boolean sweeps = call.getMethodDescriptor()
                    .getFullMethodName()
                    .equals(LongboatGrpc.getSweepMethod().getFullMethodName());
            if (sweeps && batchesLeft.getAndDecrement() <= 0) {
                call.close(Status.RESOURCE_EXHAUSTED.withDescription("the disk is full"), new Metadata());
                return new ServerCall.Listener<>() {};
            }
            return next.startCall(call, headers);
        }
    }

    Store store() {
        return store;
    }

    /// Runs the program, whose output is raw unless it says otherwise.
    ///
    /// @return the exit code
    int lbclient(String... arguments) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        ByteArrayOutputStream talk = new ByteArrayOutputStream();
        int code = LbClient.run(
                List.of(arguments),
                new Surroundings(
                        new ByteArrayInputStream(new byte[0]),
                        data,
                        new PrintStream(talk, true, StandardCharsets.UTF_8),
                        Map.of("LB_ENDPOINT", "127.0.0.1:" + server.getPort(), "LB_OUTPUT", "raw"),
                        false,
                        false,
                        false,
                        ZoneOffset.UTC,
                        Words.ENGLISH));
        out = data.toString(StandardCharsets.UTF_8);
        err = talk.toString(StandardCharsets.UTF_8);
        return code;
    }

    /// What the last run wrote to standard output.
    String out() {
        return out;
    }

    /// What the last run wrote to standard error.
    String err() {
        return err;
    }

    void close() throws InterruptedException {
        server.shutdownNow().awaitTermination();
        store.close();
        readers.shutdown();
    }
}
