package dev.longboat.server;

import dev.longboat.classic.TextDoor;
import dev.longboat.grpc.DoorResources;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The network side of the text protocol: its ports and its event loops. Safe for concurrent use.
final class TextServer {
    private static final int LOOPS = 2;
    private static final int BACKLOG = 128;
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Listening listening;
    private final TextDoor door;
    private final EventLoopGroup loops;
    private final List<Channel> listeners = new ArrayList<>();

    private TextServer(Listening listening, TextDoor door, EventLoopGroup loops) {
        this.listening = listening;
        this.door = door;
        this.loops = loops;
    }

    /// Listens and serves, if that is asked for.
    ///
    /// @param grpc names the addresses
    /// @throws IOException when an address is taken, or not ours
    static Optional<TextServer> start(ServerConfig config, Listening grpc, DoorResources resources) throws IOException {
        return config.textPort().isEmpty()
                ? Optional.empty()
                : Optional.of(start(grpc.withPort(config.textPort().getAsInt()), config.textIdleSeconds(), resources));
    }

    private static TextServer start(Listening listening, int idleSeconds, DoorResources resources) throws IOException {
        EventLoopGroup loops =
                new MultiThreadIoEventLoopGroup(LOOPS, new DefaultThreadFactory("lb-text"), NioIoHandler.newFactory());
        TextServer server = new TextServer(listening, new TextDoor(resources, idleSeconds), loops);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(server.door);
        for (InetSocketAddress socket : listening.sockets()) {
            ChannelFuture bound = bootstrap.bind(socket).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                server.end();
                throw new IOException("the text port cannot be listened on", bound.cause());
            }
            server.listeners.add(bound.channel());
        }
        return server;
    }

    /// Where it listens.
    Listening listening() {
        return listening;
    }

    /// Takes no new connection; tells every client that the server is stopping.
    void refuseNew() {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        door.stop();
    }

    /// Waits for answers in flight, then ends the connections that are left.
    ///
    /// @return whether none was left
    boolean drain(Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        while (door.connections() > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
        boolean drained = door.connections() == 0;
        end();
        return drained;
    }

    /// Ends every connection at once.
    void end() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
