package dev.longboat.bench;

import dev.longboat.client.Key;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.Operation;
import dev.longboat.client.OperationResult;
import dev.longboat.client.RangeCursor;
import dev.longboat.client.Session;
import dev.longboat.client.SessionOptions;
import dev.longboat.client.Transaction;
import dev.longboat.client.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Our server, through our client: one call for each operation, a session, transactions of many
/// operations, or the calls of classic system A. Immutable.
final class Longboat implements Product {
    private static final String SESSION = "session";
    private static final String BATCH = "batch";
    private static final String CLASSIC = "classic";

    @Override
    public String name() {
        return "longboat";
    }

    @Override
    public String settings() {
        return "lbserver with defaults; an answered write is synced; our client, one connection for each client."
                + " session: a pipelined stream. batch: transactions of as many operations as are in flight."
                + " classic: keyvalue.KeyValue of system A by bare stubs";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public List<String> doors() {
        return List.of("", SESSION, BATCH, CLASSIC);
    }

    @Override
    public Loading loading() {
        return new Loading(SESSION, 4, 1024);
    }

    @Override
    public Target start(Path directory, Workload workload) throws IOException {
        ServerSettings settings = ServerSettings.below(Files.createDirectories(directory));
        return new Running(ServerProcess.start(settings, workload.dataset().key(0)), settings.data());
    }

    /// A client of a server that runs, a call for each operation.
    static Connection calls(String endpoint) {
        return new Calls(LongboatClient.connect(endpoint));
    }

    /// One that runs. Safe for concurrent use.
    private record Running(ServerProcess server, Path directory) implements Target {
        @Override
        public long pid() {
            return server.pid();
        }

        @Override
        public Duration startup() {
            return server.startup();
        }

        @Override
        public Connection connect(String door, int inFlight) {
            return switch (door) {
                case "" -> calls(server.endpoint());
                case SESSION -> new Pipeline(LongboatClient.connect(server.endpoint()), inFlight);
                case BATCH -> new Batches(LongboatClient.connect(server.endpoint()), inFlight);
                case CLASSIC -> new KeyValueCalls(server.endpoint(), KeyValueCalls.CLASSIC);
                default -> throw new IllegalArgumentException("longboat has no door " + door);
            };
        }

        @Override
        public void stop() throws IOException {
            server.stop();
        }

        @Override
        public void kill() {
            server.kill();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /// A call for each operation.
    private record Calls(LongboatClient client) implements BlockingCalls, PrefixReader {
        @Override
        public @Nullable ByteBuffer get(byte[] key) {
            return client.get(Key.of(key)).map(pair -> pair.value().buffer()).orElse(null);
        }

        @Override
        public void put(byte[] key, byte[] value) {
            client.set(Key.of(key), Value.wrap(value));
        }

        @Override
        public Answer readPrefix(String prefix) {
            long pairs = 0;
            long bytes = 0;
            try (RangeCursor cursor = client.prefix(prefix)) {
                while (cursor.hasNext()) {
                    bytes += cursor.next().value().size();
                    pairs++;
                }
            }
            return new Answer(pairs, bytes);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /// Operations in flight on one stream.
    private static final class Pipeline implements Connection {
        private final LongboatClient client;
        private final Session session;

        Pipeline(LongboatClient client, int inFlight) {
            this.client = client;
            this.session = client.session(new SessionOptions(Math.max(2, inFlight), 2 << 20));
        }

        @Override
        public CompletableFuture<?> read(Pair pair) {
            return session.get(Key.of(pair.key()))
                    .thenAccept(found -> pair.check(found.orElseThrow(() -> new AbsentException(pair.number()))
                            .value()
                            .buffer()));
        }

        @Override
        public CompletableFuture<?> write(Pair pair) {
            return session.set(Key.of(pair.key()), Value.wrap(pair.value()));
        }

        @Override
        public void close() {
            session.close();
            client.close();
        }
    }

    /// Transactions of many operations, sent when they are full or nothing follows. The same key
    /// twice ends a transaction early.
    private static final class Batches implements Connection {
        private final LongboatClient client;
        private final int size;
        private final List<Operation> operations = new ArrayList<>();
        private final List<Pair> pairs = new ArrayList<>();
        private final List<CompletableFuture<Void>> answers = new ArrayList<>();

        Batches(LongboatClient client, int size) {
            this.client = client;
            this.size = size;
        }

        @Override
        public CompletableFuture<?> read(Pair pair) {
            return add(pair, new Operation.Get(Key.of(pair.key())));
        }

        @Override
        public CompletableFuture<?> write(Pair pair) {
            return add(pair, Operation.set(Key.of(pair.key()), Value.wrap(pair.value())));
        }

        private CompletableFuture<Void> add(Pair pair, Operation operation) {
            if (pairs.stream().anyMatch(other -> other.number() == pair.number())) {
                flush();
            }
            CompletableFuture<Void> answer = new CompletableFuture<>();
            pairs.add(pair);
            operations.add(operation);
            answers.add(answer);
            if (pairs.size() == size) {
                flush();
            }
            return answer;
        }

        @Override
        public void flush() {
            if (pairs.isEmpty()) {
                return;
            }
            List<OperationResult> results = client.transact(Transaction.of(operations.toArray(Operation[]::new)))
                    .results();
            for (int i = 0; i < pairs.size(); i++) {
                if (results.get(i) instanceof OperationResult.Get get) {
                    long number = pairs.get(i).number();
                    pairs.get(i)
                            .check(get.found()
                                    .orElseThrow(() -> new AbsentException(number))
                                    .value()
                                    .buffer());
                }
                answers.get(i).complete(null);
            }
            pairs.clear();
            operations.clear();
            answers.clear();
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
