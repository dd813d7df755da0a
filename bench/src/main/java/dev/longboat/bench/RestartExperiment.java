package dev.longboat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Experiment 2: how long a server over many pairs takes from exec to its first served read, after
/// an orderly stop and after a kill, and what its first gets cost against later ones. Confined to
/// the main thread.
@Command(
        name = RestartExperiment.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Experiment 2: loads many pairs, stops and kills the server, times its starts and first gets.")
final class RestartExperiment implements Callable<Integer> {
    static final String NAME = "restart";

    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");
    private static final int LAST_WRITES = 1_000;
    private static final int WARM_PASSES = 5;
    private static final String STOP = "stop";
    private static final String KILL = "kill";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--systems",
            paramLabel = "NAME",
            split = ",",
            description = "Which servers (default longboat): longboat, etcd, redis.")
    private List<String> systems = List.of("longboat");

    @Option(
            names = {"--pairs", "--keys"},
            paramLabel = "N",
            split = ",",
            description = "Pairs (default 100000); several: a store for each.")
    private List<Long> pairs = List.of(100_000L);

    @Option(names = "--key-bytes", paramLabel = "N", description = "Length of a key (default ${DEFAULT-VALUE}).")
    private int keyBytes = 128;

    @Option(names = "--value-bytes", paramLabel = "SIZE", description = "Length of a value (default ${DEFAULT-VALUE}).")
    private String valueBytes = "4k";

    @Option(
            names = "--times",
            paramLabel = "N",
            description = "Starts after each kind of end (default ${DEFAULT-VALUE}).")
    private int times = 3;

    @Option(
            names = "--gets",
            paramLabel = "N",
            description = "Cold, then warm, after each start (default ${DEFAULT-VALUE}).")
    private int gets = 2_000;

    @Option(
            names = "--drop-caches",
            description = "Empty the system's file caches before each start; needs root, hurts other programs.")
    private boolean dropCaches;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the results go (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("target", "bench");

    @Option(names = "--resume", description = "Keep what was measured there before, and measure the rest.")
    private boolean resume;

    private final LiveLine line = LiveLine.here();

    @Override
    public Integer call() throws Exception {
        if (dropCaches && !Files.isWritable(DROP_CACHES)) {
            throw wrong("--drop-caches: " + DROP_CACHES + " cannot be written");
        }
        Results results = new Results(out);
        if (!resume) {
            results.forget(NAME);
        }
        List<Contestant> contestants = new ArrayList<>();
        for (String system : systems) {
            Contestant contestant = contestant(system);
            Optional<String> missing = contestant.product().missing();
            System.out.println(system + ": "
                    + missing.map(why -> "not run: " + why)
                            .orElse(contestant.product().settings()));
            if (missing.isEmpty()) {
                contestants.add(contestant);
            }
        }
        for (long count : pairs) {
            for (Contestant contestant : contestants) {
                Workload workload = workload(count);
                if (results.restarts().rows().stream()
                        .noneMatch(row -> row.has(identity(contestant.name(), workload)))) {
                    measure(contestant.product(), workload, results);
                }
            }
        }
        Facts.write(results, 2 * times, Duration.ZERO, contestants);
        System.out.println("\nFigures: " + results.directory());
        return 0;
    }

    private void measure(Product product, Workload workload, Results results) throws IOException, InterruptedException {
        try (Scratch scratch = new Scratch()) {
            Path directory = scratch.directory().resolve(product.name());
            boolean canBeKilled;
            try (Target target = product.start(directory, workload)) {
                canBeKilled = target.pid() != ProcessHandle.current().pid();
                load(product, target, workload, results);
                warm(target, workload, times);
                work(target, workload);
                target.stop();
            }
            List<String> ends = new ArrayList<>(Collections.nCopies(times, STOP));
            if (canBeKilled) {
                ends.addAll(Collections.nCopies(times, KILL));
            }
            System.out.println();
            System.out.println("| after | first read | cold get mean, p50, p99 us | all by | warm get | resident |");
            System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
            List<Row> rows = new ArrayList<>();
            for (int trial = 0; trial < ends.size(); trial++) {
                String next = trial + 1 < ends.size() ? ends.get(trial + 1) : STOP;
                rows.add(start(product, directory, workload, ends.get(trial), trial, next));
            }
            results.restarts().append(rows);
        }
    }

    private void load(Product product, Target target, Workload workload, Results results)
            throws IOException, InterruptedException {
        Measured loaded = Field.load(product, target, workload, line);
        Row load = Results.load(product.name(), workload, loaded, target, Usage.NONE);
        results.addLoad(load);
        List<Row> ticks = new ArrayList<>();
        int step = Math.max(1, loaded.ticks().size() / 1000);
        for (int i = 0; i < loaded.ticks().size(); i += step) {
            Measured.Tick tick = loaded.ticks().get(i);
            ticks.add(new Row.Maker()
                    .with(Results.cell(NAME, product.name(), workload.withReadPercent(0)))
                    .with("slice", "load")
                    .with("second", tick.second(), 2)
                    .with("per_second", tick.perSecond(), 1)
                    .with("p50_us", tick.p50Micros(), 1)
                    .with("p99_us", tick.p99Micros(), 1)
                    .row());
        }
        results.timeline().append(ticks);
        line.say(String.format(
                Locale.ROOT,
                "%n%s, %,d pairs of %s and %s: loaded in %.1f s, %,.0f pairs/s, %.0f MB/s; written %.2f bytes for each"
                        + " of the user's; directory %s; resident %s.",
                product.name(),
                workload.pairs(),
                Bytes.text(workload.keyBytes()),
                Bytes.text(workload.valueBytes()),
                loaded.seconds(),
                loaded.perSecond(),
                load.number("user_bytes") / loaded.seconds() / 1e6,
                load.number("written_bytes") / load.number("user_bytes"),
                Bytes.text(load.whole("directory_bytes")),
                Bytes.text(load.whole("rss_bytes"))));
    }

    /// One start over what an end of some kind left.
    ///
    /// @param next how this one is to end
    private Row start(Product product, Path directory, Workload workload, String end, int trial, String next)
            throws IOException, InterruptedException {
        if (dropCaches) {
            Files.writeString(DROP_CACHES, "1");
        }
        line.begin("starting " + product.name() + " after a " + end);
        try (Target target = product.start(directory, workload)) {
            long serving = System.nanoTime();
            Histogram cold = gets(target, workload, trial);
            double coldDone = (target.startup().toNanos() + System.nanoTime() - serving) / 1e9;
            Histogram warm = warm(target, workload, trial);
            long resident = ResidentMemory.of(target.pid()).nowBytes();
            work(target, workload);
            if (next.equals(KILL)) {
                target.kill();
            } else {
                target.stop();
            }
            line.say(String.format(
                    Locale.ROOT,
                    "| %s | %.2f s | %s | %.2f s | %s | %s |",
                    end,
                    target.startup().toMillis() / 1e3,
                    micros(cold),
                    coldDone,
                    micros(warm),
                    Bytes.text(resident)));
            return new Row.Maker()
                    .with(identity(product.name(), workload))
                    .with("end", end)
                    .with("cache_dropped", dropCaches)
                    .with("trial", trial % times + 1)
                    .with("first_read_s", target.startup().toNanos() / 1e9, 3)
                    .with("cold_mean_us", cold.getMean() / 1e3, 1)
                    .with("cold_p50_us", cold.getValueAtPercentile(50) / 1e3, 1)
                    .with("cold_p99_us", cold.getValueAtPercentile(99) / 1e3, 1)
                    .with("cold_done_s", coldDone, 3)
                    .with("warm_mean_us", warm.getMean() / 1e3, 1)
                    .with("warm_p50_us", warm.getValueAtPercentile(50) / 1e3, 1)
                    .with("warm_p99_us", warm.getValueAtPercentile(99) / 1e3, 1)
                    .with("rss_bytes", resident)
                    .row();
        }
    }

    /// Gets what the trial got, again and again. The server that was loaded is asked too, so that
    /// its client is no stranger to gets when the first start is timed.
    ///
    /// @return how long the last pass took
    private Histogram warm(Target target, Workload workload, int trial) throws IOException {
        for (int pass = 1; pass < WARM_PASSES; pass++) {
            gets(target, workload, trial);
        }
        return gets(target, workload, trial);
    }

    /// Gets pairs all over the store, the same for the same trial.
    private Histogram gets(Target target, Workload workload, int trial) throws IOException {
        Histogram nanos = new Histogram(3);
        Dataset dataset = workload.dataset();
        try (Connection connection = target.connect("", 1)) {
            for (int i = 0; i < gets; i++) {
                Pair pair = dataset.toRead(dataset.pick(trial, i));
                long start = System.nanoTime();
                CompletableFuture<?> answer = connection.read(pair);
                answer.join();
                nanos.recordValue(System.nanoTime() - start);
            }
            return nanos;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("a get failed after the restart: " + e.getMessage(), e);
        }
    }

    /// Writes a little, so that an end is not that of an idle server.
    private static void work(Target target, Workload workload) throws IOException, InterruptedException {
        Workload few = workload.loading(1).withInFlight(1).withOperations(Math.min(LAST_WRITES, workload.pairs()));
        try (Clients client = new Clients(target, "", few)) {
            client.run(Duration.ofMinutes(1), new LiveLine(System.err, false));
        }
    }

    private Map<String, String> identity(String system, Workload workload) {
        return Map.of(
                "system", system,
                "pairs", Long.toString(workload.pairs()),
                "key_bytes", Integer.toString(workload.keyBytes()),
                "value_bytes", Integer.toString(workload.valueBytes()));
    }

    private Workload workload(long count) {
        try {
            return Workload.of(count, Math.toIntExact(Bytes.parse(valueBytes))).withKeyBytes(keyBytes);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private Contestant contestant(String system) {
        try {
            return Contestant.parse(system);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    private static String micros(Histogram nanos) {
        return String.format(
                Locale.ROOT,
                "%,.0f, %,.0f, %,.0f",
                nanos.getMean() / 1e3,
                nanos.getValueAtPercentile(50) / 1e3,
                nanos.getValueAtPercentile(99) / 1e3);
    }
}
