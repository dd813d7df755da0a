package dev.longboat.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// The options that all experiments share: who takes part, how long, under what load, and where the
/// results go. What is not given, the experiment decides. Confined to the main thread.
final class ExperimentOptions {
    /// Bytes of values that a store is loaded with when nothing else is said.
    private static final long DATA_BYTES = 256L << 20;

    private static final long PAIRS_MIN = 32;
    private static final long PAIRS_MAX = 100_000;

    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--systems",
            paramLabel = "NAME",
            split = ",",
            description = "Who takes part, such as longboat,longboat/session,etcd,redis,echo,disk.")
    private List<String> systems = List.of();

    @Option(names = "--slices", paramLabel = "N", description = "Slices of each system (default ${DEFAULT-VALUE}).")
    private int slices = 3;

    @Option(names = "--seconds", paramLabel = "S", description = "Length of a slice (default ${DEFAULT-VALUE}).")
    private double seconds = 3;

    @Option(names = "--warm-up", paramLabel = "S", description = "Before them (default: as long as a slice).")
    private double warmUp = -1;

    @Option(
            names = "--settle",
            paramLabel = "S",
            description = "How long a system may work before its first slice, until Java has compiled what it does"
                    + " often (default ${DEFAULT-VALUE}).")
    private double settle = 120;

    @Option(
            names = "--operations",
            paramLabel = "N",
            description = "End a slice after so many operations (default: only by time).")
    private long operations;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            description = "Pairs in each store (default: 256 MiB of values, 32 to 100000).")
    private long pairs;

    @Option(names = "--key-bytes", paramLabel = "N", description = "Length of a key (default ${DEFAULT-VALUE}).")
    private int keyBytes = 128;

    @Option(
            names = "--value-bytes",
            paramLabel = "SIZE",
            split = ",",
            description = "Lengths of values, such as 512,4k,1m.")
    private List<String> valueBytes = List.of();

    @Option(
            names = "--reads",
            paramLabel = "PERCENT",
            split = ",",
            description = "Shares of reads (default 100,50; of engine 100,0).")
    private List<Integer> reads = List.of();

    @Option(
            names = "--distribution",
            paramLabel = "NAME",
            description = "uniform, zipfian or latest (default: uniform).")
    private Distribution distribution = Distribution.UNIFORM;

    @Option(
            names = "--clients",
            paramLabel = "N",
            split = ",",
            description = "Clients at once, each with a connection.")
    private List<Integer> clients = List.of();

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            description = "Operations of one client under way, in sessions and batches (default ${DEFAULT-VALUE}).")
    private int inFlight = 32;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Operations due in a second: an open loop, where latency counts from when an operation was"
                    + " due, so that stalls are not left out (default: a closed loop).")
    private double perSecond;

    @Option(names = "--seed", paramLabel = "N", description = "What chance is drawn from (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the results go (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("target", "bench");

    @Option(names = "--resume", description = "Keep what was measured there before, and measure the rest.")
    private boolean resume;

    @Option(
            names = "--threshold",
            paramLabel = "RULE",
            description = "Fail (status 1) unless longboat keeps to it: 'p99<5ms', 'read.mean<=200us',"
                    + " 'throughput>10000/s'. May be given again.")
    private List<String> thresholds = List.of();

    /// Says that an option is wrong, with status 2.
    ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    List<Contestant> contestants(String... fallback) {
        return each(systems.isEmpty() ? List.of(fallback) : systems, Contestant::parse);
    }

    List<Threshold> thresholds() {
        return each(thresholds, Threshold::parse);
    }

    List<Integer> valueBytes(String... fallback) {
        return each(valueBytes.isEmpty() ? List.of(fallback) : valueBytes, text -> Math.toIntExact(Bytes.parse(text)));
    }

    List<Integer> reads(Integer... fallback) {
        return reads.isEmpty() ? List.of(fallback) : reads;
    }

    List<Integer> clients(Integer... fallback) {
        return clients.isEmpty() ? List.of(fallback) : clients;
    }

    /// Whether somebody said how many clients, so that the experiment does not stop before them.
    boolean clientsGiven() {
        return !clients.isEmpty();
    }

    /// The load that is asked for, with values of this length, reads only, by one client.
    Workload workload(int bytes) {
        long count = pairs > 0 ? pairs : Math.clamp(DATA_BYTES / bytes, PAIRS_MIN, PAIRS_MAX);
        try {
            return new Workload(count, keyBytes, bytes, 100, distribution, 1, inFlight, perSecond, operations, seed);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    int slices() {
        if (slices < 1) {
            throw wrong("--slices is " + slices + ", and must be at least 1");
        }
        return slices;
    }

    Duration slice() {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    Duration warmUp() {
        return warmUp < 0 ? slice() : Duration.ofMillis(Math.round(warmUp * 1000));
    }

    Duration settle() {
        return Duration.ofMillis(Math.round(settle * 1000));
    }

    Path out() {
        return out;
    }

    boolean resume() {
        return resume;
    }

    private <T> List<T> each(List<String> texts, Function<String, T> parser) {
        List<T> parsed = new ArrayList<>();
        for (String text : texts) {
            try {
                parsed.add(parser.apply(text));
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw wrong(String.valueOf(e.getMessage()));
            }
        }
        return parsed;
    }
}
