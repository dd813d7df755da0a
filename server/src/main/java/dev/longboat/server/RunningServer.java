package dev.longboat.server;

import dev.longboat.disk.Clock;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import dev.longboat.grpc.ByteBudget;
import dev.longboat.grpc.DoorResources;
import dev.longboat.grpc.DoorStatistics;
import dev.longboat.grpc.Draining;
import dev.longboat.grpc.ReaderPool;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A server that serves: owns the store, the readers and the network side, and ends them in order.
/// Safe for concurrent use.
final class RunningServer implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(RunningServer.class.getName());
    private static final int READS_WAITING_MAX = 10_000;

    private final Store store;
    private final Listening listening;
    private final ExecutorService readers;
    private final Draining draining;
    private final DoorServer doors;
    private final Optional<WebSide> web;
    private final Optional<TextServer> text;
    private final Duration drain;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunningServer(
            Store store,
            Listening listening,
            ExecutorService readers,
            Draining draining,
            DoorServer doors,
            Optional<WebSide> web,
            Optional<TextServer> text,
            Duration drain) {
        this.store = store;
        this.listening = listening;
        this.readers = readers;
        this.draining = draining;
        this.doors = doors;
        this.web = web;
        this.text = text;
        this.drain = drain;
    }

    /// Opens the store and serves it.
    ///
    /// @throws dev.longboat.engine.StoreException when the directory cannot be opened
    /// @throws ConfigException when an address is unknown or not allowed
    /// @throws IOException when an address cannot be listened on
    static RunningServer start(ServerConfig config, String version) throws ConfigException, IOException {
        Listening listening = Listening.of(config);
        CompletableFuture<DoorServer.Prepared> network = CompletableFuture.supplyAsync(
                () -> DoorServer.prepare(config, listening),
                work -> Thread.ofPlatform().daemon().name("lb-network").start(work));
        Store store = Store.open(config.data(), storeOptions(config));
        store.scrub().bytesPerSecond(config.scrubBytesPerSecond());
        store.scrub().repeatAfterHours(config.scrubHours());
        ExecutorService readers = ReaderThreads.start(config.readers());
        Draining draining = new Draining();
        DoorResources resources = new DoorResources(
                store,
                new DoorStatistics(Clock.system()),
                new ReaderPool(readers, READS_WAITING_MAX),
                new ByteBudget("bytes of writes under way", config.writeBudgetBytes()),
                new ByteBudget("bytes of answers under way", config.answerBudgetBytes()),
                draining,
                config.memoryBytes(),
                version);
        Optional<WebSide> web = Optional.empty();
        Optional<TextServer> text = Optional.empty();
        try {
            web = WebSide.start(config, listening, resources);
            List<ServerInterceptor> around =
                    web.map(WebSide::callTimer).stream().toList();
            text = TextServer.start(config, listening, resources);
            DoorServer doors = network.join().start(config, resources, around);
            return new RunningServer(
                    store, listening, readers, draining, doors, web, text, Duration.ofSeconds(config.drainSeconds()));
        } catch (IOException | RuntimeException e) {
            web.ifPresent(WebSide::close);
            text.ifPresent(TextServer::end);
            readers.shutdown();
            store.close();
            throw e;
        }
    }

    private static StoreOptions storeOptions(ServerConfig config) {
        long ballastBytes = config.ballastBytes() == ServerConfig.BALLAST_THAT_SUITS_THE_DISK
                ? DiskShare.ballastBytes(DiskShare.bytes(config.data(), 0))
                : config.ballastBytes();
        StoreOptions.Builder options = DiskShare.options(DiskShare.bytes(config.data(), config.quotaBytes()))
                .memoryBytes(config.memoryBytes())
                .retention(config.retention())
                .ballastBytes(ballastBytes)
                .quotaBytes(config.quotaBytes())
                .leasesMax(config.leasesMax());
        return config.compression().map(options::compression).orElse(options).build();
    }

    Store store() {
        return store;
    }

    Listening listening() {
        return listening;
    }

    /// Where metrics and health are told; empty when they are not.
    Optional<WebSide> web() {
        return web;
    }

    /// Where the text protocol is served; empty when it is not.
    Optional<TextServer> text() {
        return text;
    }

    /// Completes when the store has failed.
    CompletableFuture<Throwable> failure() {
        return store.failure();
    }

    /// The store has failed: those who wait have their answers on the way; nobody else is let in.
    void abandon() {
        refuseNew();
        waitForCalls(Duration.ofSeconds(1));
    }

    /// Stops in order: nobody new, calls in flight to their end, then the store, synced (V3).
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        refuseNew();
        if (!waitForCalls(drain)) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "calls were still in flight after {0} s and were ended",
                    drain.toSeconds());
        }
        readers.shutdown();
        try {
            if (!readers.awaitTermination(5, TimeUnit.SECONDS)) {
                LOGGER.log(System.Logger.Level.WARNING, "a reader is still waiting for the disk");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        web.ifPresent(WebSide::close);
        store.close();
    }

    private void refuseNew() {
        web.ifPresent(WebSide::stopping);
        doors.refuseNew();
        text.ifPresent(TextServer::refuseNew);
        draining.begin();
    }

    private boolean waitForCalls(Duration most) {
        try {
            boolean drained = doors.drain(most);
            return (text.isEmpty() || text.get().drain(most)) && drained;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
