package dev.longboat.client;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// A server of the native interface on a free port of 127.0.0.1, over a store in memory, that
/// breaks to order. Safe for concurrent use.
public final class MemoryServer implements AutoCloseable {
    private final MemoryStore store = new MemoryStore();
    private final FaultInterceptor faults = new FaultInterceptor();
    private final MemoryDoor door;
    private Server server;

    private MemoryServer(int chunkBytes) {
        this.door = new MemoryDoor(store, chunkBytes);
        this.server = listen(0);
    }

    /// A server with an empty store.
    public static MemoryServer start() {
        return new MemoryServer(256 * 1024);
    }

    /// A server whose streams send chunks of this size.
    public static MemoryServer start(int chunkBytes) {
        return new MemoryServer(chunkBytes);
    }

    private Server listen(int port) {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .addService(door)
                    .intercept(faults)
                    .maxInboundMessageSize(8 << 20)
                    .permitKeepAliveTime(10, TimeUnit.SECONDS)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The port it listens on.
    public int port() {
        return server.getPort();
    }

    /// The address it listens on.
    public String endpoint() {
        return "127.0.0.1:" + port();
    }

    /// The next calls suffer these, one each.
    public void order(Fault... next) {
        faults.order(next);
    }

    int calls() {
        return faults.calls();
    }

    MemoryDoor door() {
        return door;
    }

    MemoryStore store() {
        return store;
    }

    /// Ends all connections and listens no more.
    public void stop() {
        server.shutdownNow();
        try {
            server.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Listens again where it did.
    public void restart(int port) {
        server = listen(port);
    }

    @Override
    public void close() {
        stop();
    }
}
