package dev.longboat.classic;

import dev.longboat.disk.Randomness;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import dev.longboat.engine.StorePorts;
import dev.longboat.grpc.ByteBudget;
import dev.longboat.grpc.DoorResources;
import dev.longboat.grpc.DoorStatistics;
import dev.longboat.grpc.Draining;
import dev.longboat.grpc.Limits;
import dev.longboat.grpc.ReaderPool;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Every door of the room over a store on a simulated disk, with a channel to the gRPC ones.
/// Confined to the test's thread.
final class ClassicServer implements AutoCloseable {
    final SimClock clock = new SimClock();
    final ExecutorService readers = Executors.newFixedThreadPool(2);
    private final SimDisk disk = new SimDisk();
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final int idleSeconds;
    private final long writeBytesMax;
    Store store;
    DoorResources resources;
    TextDoor text;
    private Server server;
    private Channel listener;
    ManagedChannel channel;

    ClassicServer() {
        this(0, 64 << 20);
    }

    ClassicServer(int idleSeconds, long writeBytesMax) {
        this.idleSeconds = idleSeconds;
        this.writeBytesMax = writeBytesMax;
        start();
    }

    private void start() {
        Randomness counting = new Counting();
        store = Store.open(
                new StorePorts(disk, clock, counting, false),
                StoreOptions.defaults().withMemoryBytes(32 << 20));
        resources = new DoorResources(
                store,
                new DoorStatistics(clock),
                new ReaderPool(readers, 100),
                new ByteBudget("bytes of writes", writeBytesMax),
                new ByteBudget("bytes of answers", 64 << 20),
                new Draining(),
                32 << 20,
                "test");
        text = new TextDoor(resources, idleSeconds);
        try {
            NettyServerBuilder builder = NettyServerBuilder.forAddress(loopback())
                    .directExecutor()
                    .maxInboundMessageSize(Limits.INBOUND_BYTES_MAX)
                    .addService(new KeyValueDoor(resources, 16 << 20, ZoneId.of("Europe/Madrid")))
                    .addService(new KvsDoor(resources));
            new ProjectDoor(resources).services().forEach(builder::addService);
            server = builder.build().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        listener = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(text)
                .bind(loopback())
                .syncUninterruptibly()
                .channel();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .maxInboundMessageSize(32 << 20)
                .build();
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    int textPort() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /// The same store, opened again.
    void restart() {
        stop();
        start();
    }

    private void stop() {
        channel.shutdownNow();
        listener.close().syncUninterruptibly();
        text.stop();
        try {
            server.shutdownNow().awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }

    @Override
    public void close() {
        stop();
        readers.shutdown();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /// Not chance at all: the same in each run. Confined to the store's opening.
    private static final class Counting implements Randomness {
        private long next;

        @Override
        public long nextLong() {
            return ++next;
        }
    }
}
