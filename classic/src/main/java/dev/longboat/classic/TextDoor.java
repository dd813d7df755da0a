package dev.longboat.classic;

import dev.longboat.engine.Key;
import dev.longboat.grpc.DoorResources;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// System E's text protocol over TCP: POST, PUT, GET, DELETE and DUMP. The composer listens, and
/// has this initialize each connection. Safe for concurrent use.
public final class TextDoor extends ChannelInitializer<Channel> {
    /// The longest value that a command carries.
    public static final int VALUE_BYTES_MAX = 16 << 20;

    /// A command: the longest key and value, and room for the rest.
    static final int COMMAND_BYTES_MAX = VALUE_BYTES_MAX + Key.BYTES_MAX + 64;

    private final DoorResources resources;
    private final int idleSeconds;
    private final Set<TextConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /// @param idleSeconds a connection that is silent for so long is closed; 0 for never
    public TextDoor(DoorResources resources, int idleSeconds) {
        this.resources = resources;
        this.idleSeconds = idleSeconds;
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.config().setAutoRead(false);
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        if (idleSeconds > 0) {
            channel.pipeline().addLast(new IdleStateHandler(0, 0, idleSeconds));
        }
        channel.pipeline().addLast(new TextConnection(resources, this));
    }

    /// Tells every client that the server is stopping, after the answers that it waits for, and
    /// closes its connection.
    public void stop() {
        stopping = true;
        connections.forEach(TextConnection::stop);
    }

    /// How many connections are open.
    public int connections() {
        return connections.size();
    }

    void opened(TextConnection connection) {
        connections.add(connection);
        if (stopping) {
            connection.stop();
        }
    }

    void closed(TextConnection connection) {
        connections.remove(connection);
    }
}
