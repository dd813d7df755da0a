package dev.longboat.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Rounds of SIGKILL under load: after each, a new server over the same store must hold every write
/// that was acknowledged in any round. Confined to the main thread.
///
/// A kill of the process proves that nothing acknowledged waits in the process; it proves nothing
/// about the operating system's cache, which the simulated disk and the power-cut laboratory do.
@Command(
        name = "crash-lab",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Kills a server under load, again and again, and looks for every acknowledged write.")
final class CrashLab implements Callable<Integer> {
    private static final int LOST_SHOWN = 20;

    @Option(names = "--rounds", paramLabel = "N", description = "Kills (default ${DEFAULT-VALUE}).")
    private int rounds = 100;

    @Option(names = "--clients", paramLabel = "N", description = "Clients at once (default ${DEFAULT-VALUE}).")
    private int clients = 4;

    @Option(
            names = "--load-ms",
            paramLabel = "N",
            description = "Longest load before a kill, drawn anew each round (default ${DEFAULT-VALUE}).")
    private int loadMillisMax = 1_500;

    @Option(names = "--seed", paramLabel = "N", description = "Loads and moments (default: the time).")
    private long seed = System.currentTimeMillis();

    private final List<Duration> restarts = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        System.out.println(rounds + " rounds, " + clients + " clients, seed " + seed);
        Random random = new Random(seed);
        List<CrashClient> loads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            loads.add(new CrashClient(i, random.nextLong()));
        }
        try (Scratch scratch = new Scratch();
                ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int round = 1; round <= rounds && lost.isEmpty(); round++) {
                round(round, scratch.directory(), random, loads, threads);
            }
            if (lost.isEmpty()) {
                verify(scratch.directory(), loads, threads).stop();
            }
        }
        return report(loads);
    }

    /// Verifies what the rounds before left, then loads, then kills.
    private void round(int round, Path directory, Random random, List<CrashClient> loads, ExecutorService threads)
            throws Exception {
        try (ServerProcess server = verify(directory, loads, threads)) {
            List<Future<?>> running = new ArrayList<>();
            loads.forEach(load -> running.add(threads.submit(() -> load.writeUntilCut(server.endpoint()))));
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1, loadMillisMax + 1));
            server.kill();
            for (Future<?> load : running) {
                load.get();
            }
            System.out.printf(
                    Locale.ROOT,
                    "round %3d: up after %.2f s, all there, killed with %d writes acknowledged, %d in doubt%n",
                    round,
                    server.startup().toMillis() / 1e3,
                    acknowledged(loads),
                    loads.stream().mapToLong(CrashClient::inDoubt).sum());
        }
    }

    private ServerProcess verify(Path directory, List<CrashClient> loads, ExecutorService threads) throws Exception {
        ServerProcess server = ServerProcess.start(directory.resolve("data"), directory.resolve("log"));
        restarts.add(server.startup());
        List<Future<List<String>>> reading = new ArrayList<>();
        loads.forEach(load -> reading.add(threads.submit(() -> load.verify(server.endpoint()))));
        for (Future<List<String>> found : reading) {
            lost.addAll(found.get());
        }
        return server;
    }

    private int report(List<CrashClient> loads) throws IOException {
        Collections.sort(restarts);
        System.out.printf(
                Locale.ROOT,
                "%d writes acknowledged, %d lost or wrong. Restarts: median %.2f s, longest %.2f s.%n",
                acknowledged(loads),
                lost.size(),
                restarts.get(restarts.size() / 2).toMillis() / 1e3,
                restarts.getLast().toMillis() / 1e3);
        lost.stream().limit(LOST_SHOWN).forEach(key -> System.out.println("  " + key));
        return lost.isEmpty() ? 0 : 1;
    }

    private static long acknowledged(List<CrashClient> loads) {
        return loads.stream().mapToLong(CrashClient::acknowledged).sum();
    }
}
