package dev.longboat.classic;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import dev.longboat.disk.Randomness;
import dev.longboat.engine.Key;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import dev.longboat.engine.StorePorts;
import dev.longboat.grpc.ByteBudget;
import dev.longboat.grpc.DoorResources;
import dev.longboat.grpc.DoorStatistics;
import dev.longboat.grpc.Draining;
import dev.longboat.grpc.Limits;
import dev.longboat.grpc.ReaderPool;
import dev.longboat.proto.keyvalue.GetPrefixRequest;
import dev.longboat.proto.keyvalue.GetPrefixResponse;
import dev.longboat.proto.keyvalue.GetRequest;
import dev.longboat.proto.keyvalue.GetResponse;
import dev.longboat.proto.keyvalue.KeyValueGrpc;
import dev.longboat.proto.keyvalue.SetRequest;
import dev.longboat.proto.keyvalue.StatRequest;
import dev.longboat.proto.keyvalue.StatResponse;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.ScriptCommand;
import dev.longboat.testkit.ScriptInterpreter;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// System A's client, driven by golden scripts, against a store on a simulated disk. Confined to
/// the test's thread.
final class KeyValueScript implements ScriptInterpreter, AutoCloseable {
    private static final int ANSWER_BYTES_MAX = 48 << 20;

    private final SimClock clock = new SimClock();
    private SimDisk disk = new SimDisk();
    private final ExecutorService readers = Executors.newFixedThreadPool(2);
    private Store store;
    private Server server;
    private ManagedChannel channel;

    KeyValueScript() {
        store = openStore();
        server = startServer();
        channel = connect();
    }

    private Store openStore() {
        Randomness counting = new Counting();
        return Store.open(
                new StorePorts(disk, clock, counting, false),
                StoreOptions.defaults().withMemoryBytes(32 << 20));
    }

    private Server startServer() {
        DoorResources resources = new DoorResources(
                store,
                new DoorStatistics(clock),
                new ReaderPool(readers, 100),
                new ByteBudget("bytes of writes", 64 << 20),
                new ByteBudget("bytes of answers", 64 << 20),
                new Draining(),
                32 << 20,
                "test");
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .directExecutor()
                    .maxInboundMessageSize(Limits.INBOUND_BYTES_MAX)
                    .addService(new KeyValueDoor(resources, ANSWER_BYTES_MAX, ZoneId.of("Europe/Madrid")))
                    .build()
                    .start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ManagedChannel connect() {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .maxInboundMessageSize(KeyValueDoor.ANSWER_BYTES_MAX)
                .build();
    }

    @Override
    public String run(ScriptCommand command) {
        try {
            return switch (command.name()) {
                case "set" -> set(command);
                case "set-many" -> setMany(command.word(0), (int) command.number("count", 1));
                case "get" -> get(command.words().isEmpty() ? "" : command.word(0));
                case "getPrefix" ->
                    getPrefix(command.words().isEmpty() ? "" : command.word(0), command.number("max", 0));
                case "stat" -> stat();
                case "native-put" -> nativePut(command.word(0));
                case "restart" -> restart();
                case "disk-capacity" -> capacity(command);
                case "fill" -> fill((int) command.number("bytes", 0));
                case "power-cut" -> cutPower();
                default -> throw command.unknown();
            };
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode() + reason(e) + ": " + e.getStatus().getDescription() + "\n";
        }
    }

    private String set(ScriptCommand command) {
        String key = command.option("key").orElseGet(() -> command.word(0));
        ByteString value = command.option("bytes").isPresent()
                ? ByteString.copyFrom(pattern((int) command.number("bytes", 0)))
                : ByteString.copyFromUtf8(command.words().size() > 1 ? command.word(1) : "");
        return "success: "
                + stub().set(SetRequest.newBuilder()
                                .setKey(key.replace("<64k>", "k".repeat(65_536)))
                                .setValue(value)
                                .build())
                        .getSuccess()
                + "\n";
    }

    private String setMany(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            store.put(Key.of(prefix + i), new byte[1]);
        }
        return count + " set\n";
    }

    private String get(String key) {
        GetResponse answer = stub().get(GetRequest.newBuilder().setKey(key).build());
        return "found: " + answer.getFound() + " " + shown(answer.getValue()) + "\n";
    }

    private String getPrefix(String prefix, long max) {
        GetPrefixResponse answer = stub().getPrefix(GetPrefixRequest.newBuilder()
                .setPrefix(prefix)
                .setMaxResults(max)
                .build());
        StringBuilder lines = new StringBuilder();
        answer.getPairsList().forEach(pair -> lines.append(pair.getKey() + " " + shown(pair.getValue()) + "\n"));
        return answer.getPairsCount() > 12 ? answer.getPairsCount() + " pairs\n" : lines + "end\n";
    }

    private String stat() {
        StatResponse stat = stub().stat(StatRequest.getDefaultInstance());
        return "keys %d since %s total %d sets %d gets %d prefixes %d\n"
                .formatted(
                        stat.getKeyCount(),
                        stat.getServerStartTime(),
                        stat.getTotalRequests(),
                        stat.getSetCount(),
                        stat.getGetCount(),
                        stat.getGetprefixCount());
    }

    /// Writes a key that is no text, as another door can.
    private String nativePut(String hex) {
        store.put(Key.of(HexFormat.of().parseHex(hex)), new byte[1]);
        return "";
    }

    private String capacity(ScriptCommand command) {
        disk.capacityBytes(command.word(0).equals("ample") ? Long.MAX_VALUE : command.number("bytes", 0));
        return "";
    }

    /// Sets values of this size until one is refused, and shows the refusal.
    private String fill(int bytes) {
        ByteString value = ByteString.copyFrom(pattern(bytes));
        for (int i = 0; ; i++) {
            stub().set(SetRequest.newBuilder()
                    .setKey("fill/" + i)
                    .setValue(value)
                    .build());
        }
    }

    /// Nothing that was not synced is left.
    private String cutPower() {
        disconnect();
        disk = disk.crash(CrashChoice.dropAll());
        return start();
    }

    private String restart() {
        stop();
        return start();
    }

    private String start() {
        store = openStore();
        server = startServer();
        channel = connect();
        return "";
    }

    private KeyValueGrpc.KeyValueBlockingStub stub() {
        return KeyValueGrpc.newBlockingStub(channel);
    }

    private static String shown(ByteString value) {
        return value.size() <= 40
                ? "\"" + value.toStringUtf8() + "\""
                : value.equals(ByteString.copyFrom(pattern(value.size())))
                        ? value.size() + " bytes as written"
                        : value.size() + " OTHER bytes";
    }

    private static byte[] pattern(int bytes) {
        byte[] pattern = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            pattern[i] = (byte) (i * 31 + i / 251);
        }
        return pattern;
    }

    private static String reason(StatusRuntimeException failed) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failed);
        if (status == null || status.getDetailsCount() == 0) {
            return "";
        }
        try {
            return " " + status.getDetails(0).unpack(ErrorInfo.class).getReason();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void stop() {
        disconnect();
        store.close();
    }

    private void disconnect() {
        channel.shutdownNow();
        try {
            server.shutdownNow().awaitTermination();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        readers.shutdown();
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
