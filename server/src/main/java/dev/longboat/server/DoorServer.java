package dev.longboat.server;

import dev.longboat.classic.KeyValueDoor;
import dev.longboat.classic.KvsDoor;
import dev.longboat.classic.ProjectDoor;
import dev.longboat.grpc.AdminDoor;
import dev.longboat.grpc.DoorResources;
import dev.longboat.grpc.Limits;
import dev.longboat.grpc.LongboatDoor;
import dev.longboat.proto.keyvalue.KeyValueGrpc;
import dev.longboat.proto.kvs.KVSGrpc;
import dev.longboat.proto.project.KeyValueStoreGrpc;
import dev.longboat.proto.v1.LongboatGrpc;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServiceDescriptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The network side: one gRPC server with every door, health, reflection and channelz. Safe for
/// concurrent use.
final class DoorServer {
    private static final int CONNECTION_WINDOW_BYTES = 4 << 20;
    private static final int METADATA_BYTES_MAX = 16 << 10;
    private static final int HANDSHAKE_SECONDS = 5;
    private static final int RESETS_MAX = 400;
    private static final int RESETS_WINDOW_SECONDS = 30;
    private static final int CHANNELZ_PAGE = 100;

    private final Server server;
    private final HealthStatusManager health;

    private DoorServer(Server server, HealthStatusManager health) {
        this.server = server;
        this.health = health;
    }

    /// What needs no store: it may be made while that is being opened. The descriptors of the
    /// services are made with it, which take as long as all else.
    static Prepared prepare(ServerConfig config, Listening listening) {
        HealthStatusManager health = new HealthStatusManager();
        services().forEach(service -> health.setStatus(service.getName(), ServingStatus.NOT_SERVING));
        List<InetSocketAddress> sockets = listening.sockets();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(sockets.getFirst())
                .directExecutor()
                .initialFlowControlWindow(CONNECTION_WINDOW_BYTES)
                .maxInboundMessageSize(Limits.INBOUND_BYTES_MAX)
                .maxInboundMetadataSize(METADATA_BYTES_MAX)
                .maxConcurrentCallsPerConnection(config.streamsMax())
                .maxRstFramesPerWindow(RESETS_MAX, RESETS_WINDOW_SECONDS)
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTime(1, TimeUnit.MINUTES)
                .keepAliveTimeout(20, TimeUnit.SECONDS)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(ChannelzService.newInstance(CHANNELZ_PAGE));
        sockets.stream().skip(1).forEach(builder::addListenAddress);
        return new Prepared(builder, health);
    }

    /// A network side that has no doors and does not listen yet.
    record Prepared(NettyServerBuilder builder, HealthStatusManager health) {
        /// Adds the doors, listens and serves.
        ///
        /// @param around what every call of every door passes through, in order
        /// @throws IOException when an address is taken, or not ours
        DoorServer start(ServerConfig config, DoorResources resources, List<ServerInterceptor> around)
                throws IOException {
            builder.addService(new LongboatDoor(resources))
                    .addService(new AdminDoor(resources))
                    .addService(new KeyValueDoor(resources, config.largeAnswerBytesMax(), ZoneId.systemDefault()))
                    .addService(new KvsDoor(resources));
            new ProjectDoor(resources).services().forEach(builder::addService);
            around.forEach(builder::intercept);
            Server server = builder.build().start();
            services().forEach(service -> health.setStatus(service.getName(), ServingStatus.SERVING));
            return new DoorServer(server, health);
        }
    }

    /// What health tells about.
    private static List<ServiceDescriptor> services() {
        return List.of(
                LongboatGrpc.getServiceDescriptor(),
                KeyValueGrpc.getServiceDescriptor(),
                KeyValueStoreGrpc.getServiceDescriptor(),
                dev.longboat.proto.alias.KeyValueStoreGrpc.getServiceDescriptor(),
                KVSGrpc.getServiceDescriptor());
    }

    /// Tells whoever asks that the server is going, and takes no new connection and no new call.
    void refuseNew() {
        health.enterTerminalState();
        server.shutdown();
    }

    /// Waits for calls in flight, then ends those that are left.
    ///
    /// @return whether none was left
    boolean drain(Duration most) throws InterruptedException {
        boolean drained = server.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS);
        if (!drained) {
            server.shutdownNow();
            server.awaitTermination(2, TimeUnit.SECONDS);
        }
        return drained;
    }
}
