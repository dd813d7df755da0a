package dev.longboat.bench;

import com.google.protobuf.ByteString;
import dev.longboat.client.KeyValue;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.Session;
import dev.longboat.client.Value;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.SetRequest;
import java.io.Closeable;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The server beside a gRPC echo of the same bytes: gets and durable sets, unary by our client, by
/// bare stubs, and through sessions. Client and server share the machine. Confined to the main
/// thread, but for its loops.
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The server beside a gRPC echo of the same bytes.")
final class ServerFigures implements Callable<Integer> {
    private static final int IN_FLIGHT = 32;
    private static final String GET = "longboat.v1.Longboat/Get";
    private static final String SET = "longboat.v1.Longboat/Set";

    @Option(names = "--slices", paramLabel = "N", description = "Slices of each contender (default ${DEFAULT-VALUE}).")
    private int slices = 3;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of a slice (default ${DEFAULT-VALUE}).")
    private int seconds = 3;

    @Option(names = "--clients", paramLabel = "N", split = ",", description = "Clients at once (default 1,8,32).")
    private List<Integer> clients = List.of(1, 8, 32);

    @Option(names = "--pairs", paramLabel = "N", description = "Pairs to read (default ${DEFAULT-VALUE}).")
    private int pairs = 20_000;

    @Option(names = "--value-bytes", paramLabel = "N", description = "Length of a value (default ${DEFAULT-VALUE}).")
    private int valueBytes = 4096;

    @Override
    public Integer call() throws Exception {
        Dataset dataset = new Dataset("server/", pairs, 128, valueBytes);
        try (Scratch scratch = new Scratch();
                EchoServer.Child echo = new EchoServer.Child();
                ServerProcess server = ServerProcess.start(ServerSettings.below(scratch.directory()), dataset.key(0))) {
            dataset.load(server.endpoint(), System.err);
            for (int count : clients) {
                measure(count, server.endpoint(), echo.endpoint(), dataset, System.out);
            }
            server.stop();
        }
        System.out.println();
        System.out.println("In a session a call gives one operation and waits for the oldest of " + IN_FLIGHT
                + "; its times are not those of an operation.");
        return 0;
    }

    private void measure(int count, String server, String echo, Dataset dataset, PrintStream out) throws Exception {
        try (Connections connections = new Connections(count, server, echo)) {
            out.printf("%nGets, %d clients, values of %d bytes:%n%n", count, dataset.valueBytes());
            reads(connections, count, dataset, out);
            out.printf("%nDurable sets, %d clients, values of %d bytes:%n%n", count, dataset.valueBytes());
            writes(connections, count, dataset, out);
        }
    }

    private void reads(Connections connections, int count, Dataset dataset, PrintStream out) throws Exception {
        int answerBytes = connections.gets.getFirst().call(getRequest(dataset, 0)).length;
        byte[] like = EchoServer.request(getRequest(dataset, 0).length, answerBytes);
        Contest contest = new Contest(slices, seconds * 1000L);
        contest.enter("echo of a get", count, (thread, _) -> {
            expect(connections.echoes.get(thread).call(like.clone()).length == answerBytes);
        });
        contest.enter("get, bare stub", count, (thread, turn) -> {
            byte[] request = getRequest(dataset, dataset.pick(thread, turn));
            expect(connections.gets.get(thread).call(request).length >= dataset.valueBytes());
        });
        contest.enter("get, our client", count, (thread, turn) -> {
            long i = dataset.pick(thread, turn);
            expect(isPair(dataset, i, connections.ours.get(thread).get(dataset.key(i))));
        });
        contest.enter("get, session, " + IN_FLIGHT + " in flight", count, (thread, turn) -> {
            long i = dataset.pick(thread, turn);
            connections.give(
                    thread,
                    session -> session.get(dataset.key(i)).thenAccept(found -> expect(isPair(dataset, i, found))));
        });
        contest.run(System.err);
        contest.print(out, "echo of a get");
    }

    private void writes(Connections connections, int count, Dataset dataset, PrintStream out) throws Exception {
        int answerBytes = connections.sets.getFirst().call(setRequest(dataset, 0)).length;
        byte[] like = EchoServer.request(setRequest(dataset, 0).length, answerBytes);
        Contest contest = new Contest(slices, seconds * 1000L);
        contest.enter("echo of a set", count, (thread, _) -> {
            expect(connections.echoes.get(thread).call(like.clone()).length == answerBytes);
        });
        contest.enter("set, bare stub", count, (thread, turn) -> {
            connections.sets.get(thread).call(setRequest(dataset, dataset.pick(thread, turn)));
        });
        contest.enter("set, our client", count, (thread, turn) -> {
            long i = dataset.pick(thread, turn);
            connections.ours.get(thread).set(dataset.key(i), Value.wrap(dataset.valueBytes(i)));
        });
        contest.enter("set, session, " + IN_FLIGHT + " in flight", count, (thread, turn) -> {
            long i = dataset.pick(thread, turn);
            connections.give(thread, session -> session.set(dataset.key(i), Value.wrap(dataset.valueBytes(i))));
        });
        contest.run(System.err);
        contest.print(out, "echo of a set");
    }

    /// What the clients of one measurement hold, one connection of each kind for each. Each place
    /// is confined to one loop.
    private static final class Connections implements Closeable {
        private final List<LongboatClient> ours = new ArrayList<>();
        private final List<Session> sessions = new ArrayList<>();
        private final List<Deque<CompletableFuture<?>>> windows = new ArrayList<>();
        private final List<PlainCalls> gets = new ArrayList<>();
        private final List<PlainCalls> sets = new ArrayList<>();
        private final List<PlainCalls> echoes = new ArrayList<>();

        Connections(int count, String server, String echo) {
            for (int i = 0; i < count; i++) {
                ours.add(LongboatClient.connect(server));
                sessions.add(ours.get(i).session());
                windows.add(new ArrayDeque<>());
                gets.add(new PlainCalls(server, GET));
                sets.add(new PlainCalls(server, SET));
                echoes.add(new PlainCalls(echo, EchoServer.METHOD));
            }
        }

        /// Keeps a window of operations of a session in flight: waits for the oldest when it is
        /// full.
        void give(int thread, Function<Session, CompletableFuture<?>> operation) {
            Deque<CompletableFuture<?>> window = windows.get(thread);
            window.add(operation.apply(sessions.get(thread)));
            if (window.size() >= IN_FLIGHT) {
                window.remove().join();
            }
        }

        @Override
        public void close() {
            sessions.forEach(Session::close);
            ours.forEach(LongboatClient::close);
            Stream.of(gets, sets, echoes).flatMap(List::stream).forEach(PlainCalls::close);
        }
    }

    private static byte[] getRequest(Dataset dataset, long i) {
        return GetRequest.newBuilder()
                .setKey(ByteString.copyFrom(dataset.keyBytes(i)))
                .build()
                .toByteArray();
    }

    private static byte[] setRequest(Dataset dataset, long i) {
        return SetRequest.newBuilder()
                .setKey(ByteString.copyFrom(dataset.keyBytes(i)))
                .setValue(ByteString.copyFrom(dataset.valueBytes(i)))
                .build()
                .toByteArray();
    }

    private static boolean isPair(Dataset dataset, long i, Optional<KeyValue> found) {
        return found.filter(pair -> dataset.isValue(i, pair.value())).isPresent();
    }

    private static void expect(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("an answer is not what was stored");
        }
    }
}
