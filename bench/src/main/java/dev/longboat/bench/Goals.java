package dev.longboat.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// The goals of the project that the experiments can prove, each beside what was measured. A goal
/// over several workloads is judged by the worst of them. Immutable.
final class Goals {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final long MANY_PAIRS = 10_000_000;

    /// Values that every library keeps in its cache, and so are read warm; ours gives them 240 MiB.
    private static final long WARM_BYTES_MAX = 192 * MIB;

    private final Results results;
    private final List<Row> figures;
    private final List<List<String>> rows = new ArrayList<>();

    private Goals(Results results) throws IOException {
        this.results = results;
        this.figures = results.figures().rows();
    }

    /// A row for each goal; of what was not measured, it says so.
    static Grid grid(Results results) throws IOException {
        Goals goals = new Goals(results);
        goals.engine();
        goals.server();
        goals.prefix();
        goals.restart();
        return new Grid(List.of("goal", "at least", "measured", "where it is worst", "reached"), goals.rows);
    }

    private void engine() throws IOException {
        Predicate<Row> puts = of(EngineExperiment.NAME, 0).and(row -> row.has("distribution", "growing"));
        Predicate<Row> lone = puts.and(row -> row.has("clients", 1));
        Predicate<Row> shared = puts.and(row -> row.has("clients", 32));
        atLeast(0.7, "durable puts, engine, 1 thread, against the bare disk", lone, "store", "disk", this::rate);
        atLeast(2, "durable puts, engine, 32 threads, against RocksDB", shared, "store", "rocksdb", this::rate);
        atLeast(3, "the same against LMDB with group commit", shared, "store", "lmdb", this::rate);
        atLeast(8, "the same against MVStore with group commit", shared, "store", "mvstore", this::rate);
        atLeast(
                1,
                "warm gets, engine, against RocksDB",
                of(EngineExperiment.NAME, 100)
                        .and(row -> row.whole("pairs") * row.whole("value_bytes") <= WARM_BYTES_MAX),
                "store",
                "rocksdb",
                this::rate);
        bulkLoad();
    }

    private void bulkLoad() throws IOException {
        Optional<Row> ours = load("store");
        Optional<Row> theirs = load("rocksdb-blob");
        String goal = "bulk load, engine, against RocksDB with blob files";
        if (ours.isEmpty() || theirs.isEmpty()) {
            rows.add(notMeasured(goal, "2"));
            return;
        }
        double ratio = ours.get().number("per_second") / theirs.get().number("per_second");
        rows.add(row(goal, "2", Tables.number(ratio), Charts.count(ours.get().whole("pairs")) + " pairs", ratio >= 2));
    }

    /// The largest load of a system.
    private Optional<Row> load(String system) throws IOException {
        return results.loads().rows().stream()
                .filter(row -> row.has("system", system))
                .max(Comparator.comparingLong(row -> row.whole("pairs")));
    }

    private void server() {
        Predicate<Row> reads = of(ScaleExperiment.NAME, 100);
        Predicate<Row> halves = of(ScaleExperiment.NAME, 50);
        Predicate<Row> sizes = of(LatencyExperiment.NAME, 100).or(of(LatencyExperiment.NAME, 50));
        Predicate<Row> large = row -> row.has("experiment", LatencyExperiment.NAME)
                && row.has("operation", "write")
                && row.whole("value_bytes") >= MIB;
        String session = "longboat/session";
        atLeast(1, "experiment 1, every size, against etcd", sizes, "longboat", "etcd", this::rate);
        atLeast(0.5, "writes of 1 and 4 MiB against the bare disk", large, "longboat", "disk", Goals::meanSpeed);
        atLeast(3, "half written, every client count, against etcd", halves, "longboat", "etcd", this::rate);
        atLeast(1, "the same, by p99", halves, "longboat", "etcd", row -> 1 / row.number("p99_us"));
        atLeast(3, "reads, every client count, against etcd", reads, "longboat", "etcd", this::rate);
        atLeast(0.8, "reads against a gRPC echo", reads, "longboat", "echo", this::rate);
        atLeast(2, "sessions against unary calls", reads.or(halves), session, "longboat", this::rate);
        atLeast(
                1,
                "sessions, half written, 32 clients, against Redis",
                halves.and(row -> row.has("clients", 32)),
                session,
                "redis",
                this::rate);
    }

    private void prefix() throws IOException {
        String speed = "a long prefix read, MB/s, against etcd";
        String memory = "memory of the server for it, at most 64 MiB";
        List<Row> ours = prefix("longboat");
        List<Row> theirs = prefix("etcd");
        if (ours.isEmpty() || theirs.isEmpty()) {
            rows.add(notMeasured(speed, "3"));
            rows.add(notMeasured(memory, ""));
            return;
        }
        String place = Charts.count(ours.getFirst().whole("pairs")) + " pairs of "
                + Bytes.text(ours.getFirst().whole("value_bytes"));
        double ratio = Tables.prefixSpeed(ours) / Tables.prefixSpeed(theirs);
        long bytes = Tables.prefixMemory(ours);
        rows.add(row(speed, "3", Tables.number(ratio), place, ratio >= 3));
        rows.add(row(memory, "", Bytes.text(bytes >> 20 << 20), place, bytes <= 64 * MIB));
    }

    private List<Row> prefix(String system) throws IOException {
        return results.prefixes().rows().stream()
                .filter(row -> row.has("system", system))
                .toList();
    }

    private void restart() throws IOException {
        List<Row> starts = results.restarts().rows().stream()
                .filter(row -> row.has("system", "longboat") && row.has("pairs", MANY_PAIRS))
                .toList();
        String first = "restart to the first read, 10 M pairs, at most 1 s";
        String memory = "memory of the server over 10 M pairs, at most 1 GiB";
        if (starts.isEmpty()) {
            rows.add(notMeasured(first, ""));
            rows.add(notMeasured(memory, ""));
            return;
        }
        Row slowest = most(starts, "first_read_s");
        Row largest = most(starts, "rss_bytes");
        rows.add(row(
                first,
                "",
                String.format(Locale.ROOT, "%.2f s", slowest.number("first_read_s")),
                "after a " + slowest.text("end"),
                slowest.number("first_read_s") <= 1));
        rows.add(row(
                memory,
                "",
                Bytes.text(largest.whole("rss_bytes") >> 20 << 20),
                "after a " + largest.text("end"),
                largest.whole("rss_bytes") <= GIB));
    }

    private static Row most(List<Row> rows, String column) {
        return rows.stream()
                .max((one, other) -> Double.compare(one.number(column), other.number(column)))
                .orElseThrow();
    }

    /// Figures of an experiment's cells with this share of reads, of all their operations.
    private static Predicate<Row> of(String experiment, int readPercent) {
        return row -> row.has("experiment", experiment)
                && row.has("read_percent", readPercent)
                && row.has("operation", Results.ALL);
    }

    private double rate(Row merged) {
        return Tables.median(figures, merged);
    }

    private static double meanSpeed(Row merged) {
        return 1 / merged.number("mean_us");
    }

    /// Judges how many times as good ours is as theirs, where that is least.
    ///
    /// @param speed the more, the better
    private void atLeast(
            double least, String goal, Predicate<Row> where, String ours, String theirs, ToDoubleFunction<Row> speed) {
        Predicate<Row> merged = where.and(row -> row.has("slice", Results.ALL));
        double worst = Double.POSITIVE_INFINITY;
        String place = "";
        for (Row own : figures) {
            if (!own.has("system", ours) || !merged.test(own)) {
                continue;
            }
            for (Row other : figures) {
                boolean pair = other.has("system", theirs) && merged.test(other) && isSameLoad(own, other);
                double ratio = pair ? speed.applyAsDouble(own) / speed.applyAsDouble(other) : worst;
                if (ratio < worst) {
                    worst = ratio;
                    place = Tables.workload(own);
                }
            }
        }
        String wanted = Tables.number(least);
        rows.add(
                place.isEmpty()
                        ? notMeasured(goal, wanted)
                        : row(goal, wanted, Tables.number(worst), place, worst >= least));
    }

    private static boolean isSameLoad(Row one, Row other) {
        return Tables.workload(one).equals(Tables.workload(other));
    }

    private static List<String> notMeasured(String goal, String least) {
        return List.of(goal, least, "not measured", "", "");
    }

    private static List<String> row(String goal, String least, String measured, String where, boolean isReached) {
        return List.of(goal, least, measured, where, isReached ? "yes" : "**no**");
    }
}
