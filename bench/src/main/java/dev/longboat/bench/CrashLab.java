package dev.longboat.bench;

import dev.longboat.client.Key;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Rounds of SIGKILL under load: after each, a new server over the same store must hold every write
/// that was acknowledged in any round, and of a write whose answer never came all or nothing.
/// Confined to the main thread.
///
/// A kill of the process proves that nothing acknowledged waits in the process; it proves nothing
/// about the operating system's cache, which the simulated disk and the power-cut laboratory do.
///
/// One round in five also kills the new server at any moment of its start, so that a recovery is
/// cut and taken up by the next one.
@Command(
        name = "crash",
        aliases = "crash-lab",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Kills a server under load, again and again, and looks for every acknowledged write.")
final class CrashLab implements Callable<Integer> {
    private static final int WRONG_SHOWN = 20;
    private static final int ROUNDS_PER_CUT_START = 5;
    private static final Key ANY = Key.of("crash/first-read");
    private static final int BEGIN_SECONDS_MAX = 10;
    private static final List<String> HEAPS = List.of("128m", "256m", "1g");
    private static final List<String> MEMORIES = List.of("16MiB", "64MiB", "512MiB");
    private static final List<String> READERS = List.of("1", "8");

    @Option(names = "--rounds", paramLabel = "N", description = "Kills under load (default ${DEFAULT-VALUE}).")
    private int rounds = 100;

    @Option(names = "--clients", paramLabel = "N", description = "Clients at once (default ${DEFAULT-VALUE}).")
    private int clients = 8;

    @Option(
            names = "--load-ms",
            paramLabel = "N",
            description = "Longest load before a kill, drawn anew each round (default ${DEFAULT-VALUE}).")
    private int loadMillisMax = 1_500;

    @Option(names = "--seed", paramLabel = "N", description = "Loads and moments (default: the time).")
    private long seed = System.currentTimeMillis();

    private final List<CrashClient> loads = new ArrayList<>();
    private final Durations readies = new Durations();
    private final Durations firstReads = new Durations();
    private int cutStarts;

    @Override
    public Integer call() throws Exception {
        System.out.println(rounds + " rounds, " + clients + " clients, seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < clients; i++) {
            loads.add(new CrashClient(i, random.nextLong()));
        }
        try (Scratch scratch = new Scratch();
                ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            try {
                for (int round = 1; round <= rounds && wrong().isEmpty(); round++) {
                    round(round, scratch.directory(), random, threads);
                }
                end(scratch.directory(), threads);
            } finally {
                if (!wrong().isEmpty()) {
                    scratch.keep();
                    System.out.println("The store stays in " + scratch.directory());
                }
            }
        }
        return report();
    }

    /// Verifies what the rounds before left, then loads, then kills.
    private void round(int round, Path directory, Random random, ExecutorService threads) throws Exception {
        ServerSettings settings = draw(ServerSettings.below(directory), random);
        boolean cut = round % ROUNDS_PER_CUT_START == 0;
        if (cut) {
            cutStart(settings, random);
        }
        try (ServerProcess server = ServerProcess.start(settings, ANY)) {
            readies.add(server.ready());
            firstReads.add(server.startup());
            all(threads, load -> load.verify(server.endpoint()));
            long before = sum(CrashClient::acknowledged);
            int loadMillis = random.nextInt(1, loadMillisMax + 1);
            List<Future<?>> running = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(clients);
            loads.forEach(load -> running.add(threads.submit(() -> load.workUntilCut(server.endpoint(), begun))));
            begun.await(BEGIN_SECONDS_MAX, TimeUnit.SECONDS);
            TimeUnit.MILLISECONDS.sleep(loadMillis);
            server.kill();
            await(running);
            System.out.printf(
                    "round %3d  %s: %sready %s, first read %s; killed after %s, %d acknowledged, %d in doubt%n",
                    round,
                    settings.summary(),
                    cut ? "a start cut; " : "",
                    Durations.seconds(server.ready()),
                    Durations.seconds(server.startup()),
                    Durations.seconds(Duration.ofMillis(loadMillis)),
                    sum(CrashClient::acknowledged) - before,
                    sum(CrashClient::inDoubt));
        }
    }

    /// The options of a server say nothing of what a store may hold, so each round draws others.
    private static ServerSettings draw(ServerSettings settings, Random random) {
        return settings.with("LB_HEAP", draw(HEAPS, random))
                .arguments("--memory=" + draw(MEMORIES, random), "--readers=" + draw(READERS, random));
    }

    private static String draw(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }

    /// Kills a server while it starts, or shortly after.
    private void cutStart(ServerSettings settings, Random random) throws Exception {
        try (ServerProcess server = ServerProcess.launch(settings)) {
            long typicalMillis = Math.max(1, firstReads.median().toMillis());
            TimeUnit.MILLISECONDS.sleep(random.nextLong(typicalMillis));
            server.kill();
            cutStarts++;
        }
    }

    /// What the last kill left is verified, and verified again after an orderly stop.
    private void end(Path directory, ExecutorService threads) throws Exception {
        for (int i = 0; i < 2 && wrong().isEmpty(); i++) {
            try (ServerProcess server = ServerProcess.start(ServerSettings.below(directory), ANY)) {
                all(threads, load -> load.verify(server.endpoint()));
                server.stop();
            }
        }
    }

    private int report() {
        System.out.printf(
                "%d rounds, %d starts cut, %d writes acknowledged, %d answers compared, %d violations.%n"
                        + "From exec to ready: %s; to the first served read: %s.%n",
                firstReads.count(),
                cutStarts,
                sum(CrashClient::acknowledged),
                sum(CrashClient::checks),
                wrong().size(),
                readies.summary(),
                firstReads.summary());
        wrong().stream().limit(WRONG_SHOWN).forEach(what -> System.out.println("  " + what));
        return wrong().isEmpty() ? 0 : 1;
    }

    private void all(ExecutorService threads, Consumer<CrashClient> action) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        loads.forEach(load -> running.add(threads.submit(() -> action.accept(load))));
        await(running);
    }

    private static void await(List<Future<?>> running) throws Exception {
        for (Future<?> each : running) {
            each.get();
        }
    }

    private List<String> wrong() {
        return loads.stream().flatMap(load -> load.wrong().stream()).toList();
    }

    private long sum(ToLongFunction<CrashClient> what) {
        return loads.stream().mapToLong(what).sum();
    }
}
