package dev.longboat.bench;

import dev.longboat.client.LongboatClient;
import dev.longboat.client.ServerStat;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The assignment's test: a server with a temporary store, clients that read and write and check
/// what they read, the server's totals, and its orderly end. Confined to the main thread.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts a server with a temporary store, drives it with clients, verifies every answer.")
final class Demo implements Callable<Integer> {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final Duration PROGRESS = Duration.ofSeconds(1);
    private static final int MISMATCHES_SHOWN = 10;

    @Option(names = "--clients", paramLabel = "N", description = "Clients at once (default ${DEFAULT-VALUE}).")
    private int clients = 10;

    @Option(names = "--operations", paramLabel = "N", description = "Of each client (default ${DEFAULT-VALUE}).")
    private int operations = 10_000;

    @Option(names = "--value-bytes", paramLabel = "N", description = "Longest value (default ${DEFAULT-VALUE}).")
    private int valueBytesMax = 4096;

    @Option(names = "--seed", paramLabel = "N", description = "What the clients do (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = new Scratch()) {
            Path directory = scratch.directory();
            System.out.println("Starting lbserver over " + directory + " ...");
            try (ServerProcess server = ServerProcess.start(directory.resolve("data"), directory.resolve("log"))) {
                System.out.printf(
                        Locale.ROOT,
                        "It answers at %s after %.1f s. %d clients, %d operations each, seed %d:%n",
                        server.endpoint(),
                        server.startup().toMillis() / 1e3,
                        clients,
                        operations,
                        seed);
                int result = drive(server);
                server.stop();
                System.out.println("lbserver stopped.");
                return result;
            }
        }
    }

    private int drive(ServerProcess server) throws Exception {
        DemoTotals totals = new DemoTotals((long) clients * operations);
        List<DemoClient> loads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            loads.add(new DemoClient(server.endpoint(), i, clients, seed, valueBytesMax, totals));
        }
        try (LongboatClient client = LongboatClient.connect(server.endpoint())) {
            // Waiting for the server was a get already.
            ServerStat.Totals before = client.stat().totals();
            long started = System.nanoTime();
            run(loads, totals);
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            return report(totals, before, client.stat(), took);
        }
    }

    private void run(List<DemoClient> loads, DemoTotals totals) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<?>> running = new ArrayList<>();
            loads.forEach(load -> running.add(threads.submit(() -> load.run(operations))));
            threads.shutdown();
            while (!threads.awaitTermination(PROGRESS.toMillis(), TimeUnit.MILLISECONDS)) {
                System.out.println("  " + totals.progress());
            }
            for (Future<?> load : running) {
                load.get();
            }
        }
        System.out.println("  " + totals.progress());
    }

    private int report(DemoTotals totals, ServerStat.Totals before, ServerStat stat, Duration took) {
        long sets = stat.totals().sets() - before.sets();
        long gets = stat.totals().gets() - before.gets();
        long prefixes = stat.totals().prefixes() - before.prefixes();
        totals.compare("sets", totals.sets().count(), sets);
        totals.compare("gets", totals.gets().count(), gets);
        totals.compare("getprefixes", totals.prefixes().count(), prefixes);
        System.out.printf("%nserver start time    %s%n", SECONDS.format(stat.startTime()));
        System.out.printf("#total_sets          %d%n", sets);
        System.out.printf("#total_gets          %d%n", gets);
        System.out.printf("#total_getprefixes   %d%n", prefixes);
        System.out.printf("keys, revision       %d, %d%n", stat.keys(), stat.revision());
        System.out.printf(
                Locale.ROOT,
                "throughput           %.0f operations/s over %.1f s%n",
                totals.done() * 1e9 / took.toNanos(),
                took.toMillis() / 1e3);
        for (Latencies kind : List.of(totals.sets(), totals.gets(), totals.prefixes())) {
            System.out.println("latency              " + kind.summary());
        }
        List<String> mismatches = totals.mismatches();
        System.out.printf("verified             %d operations, %d mismatches%n", totals.done(), mismatches.size());
        mismatches.stream().limit(MISMATCHES_SHOWN).forEach(mismatch -> System.out.println("  " + mismatch));
        return mismatches.isEmpty() ? 0 : 1;
    }
}
