package dev.longboat.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/// The directory where the results of experiments are kept: raw figures, from which every table,
/// plot and page can be made again. `docs/bench.md` describes each column. Confined to one thread.
final class Results {
    static final String ALL = "all";

    /// What tells one cell of an experiment from another: the system, and the workload.
    static final List<String> CELL = List.of(
            "experiment",
            "system",
            "clients",
            "in_flight",
            "key_bytes",
            "value_bytes",
            "pairs",
            "read_percent",
            "distribution",
            "due_per_second",
            "seed");

    static final List<String> FIGURES = plus(
            CELL,
            "slice",
            "operation",
            "operations",
            "seconds",
            "per_second",
            "mean_us",
            "p50_us",
            "p90_us",
            "p99_us",
            "p999_us",
            "max_us",
            "server_cpu_s",
            "client_cpu_s",
            "server_rss_bytes",
            "server_read_bytes",
            "server_written_bytes",
            "server_gc",
            "server_gc_s");

    static final List<String> TIMELINE = plus(CELL, "slice", "second", "per_second", "p50_us", "p99_us");

    static final List<String> RESTARTS = List.of(
            "system",
            "pairs",
            "key_bytes",
            "value_bytes",
            "end",
            "cache_dropped",
            "trial",
            "first_read_s",
            "cold_mean_us",
            "cold_p50_us",
            "cold_p99_us",
            "cold_done_s",
            "warm_mean_us",
            "warm_p50_us",
            "warm_p99_us",
            "rss_bytes");

    /// What tells one load from another.
    static final List<String> LOAD = List.of("system", "pairs", "key_bytes", "value_bytes");

    static final List<String> LOADS = plus(
            LOAD,
            "seconds",
            "per_second",
            "user_bytes",
            "written_bytes",
            "directory_bytes",
            "rss_bytes",
            "server_cpu_s");

    static final List<String> SPACE = plus(CELL, "slice", "live_bytes", "directory_bytes");

    static final List<String> PREFIXES =
            plus(CELL, "slice", "seconds", "user_bytes", "server_cpu_s", "extra_rss_bytes");

    static final List<String> NOT_RUN = List.of("experiment", "system", "why");

    private static final double NANOS_PER_MICRO = 1e3;

    private final Path directory;
    private final CsvFile figures;
    private final CsvFile timeline;
    private final CsvFile restarts;
    private final CsvFile loads;
    private final CsvFile space;
    private final CsvFile prefixes;
    private final CsvFile notRun;

    Results(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.figures = new CsvFile(directory.resolve("figures.csv"), FIGURES);
        this.timeline = new CsvFile(directory.resolve("timeline.csv"), TIMELINE);
        this.restarts = new CsvFile(directory.resolve("restarts.csv"), RESTARTS);
        this.loads = new CsvFile(directory.resolve("loads.csv"), LOADS);
        this.space = new CsvFile(directory.resolve("space.csv"), SPACE);
        this.prefixes = new CsvFile(directory.resolve("prefixes.csv"), PREFIXES);
        this.notRun = new CsvFile(directory.resolve("not-run.csv"), NOT_RUN);
    }

    Path directory() {
        return directory;
    }

    CsvFile figures() {
        return figures;
    }

    CsvFile timeline() {
        return timeline;
    }

    CsvFile restarts() {
        return restarts;
    }

    CsvFile loads() {
        return loads;
    }

    CsvFile space() {
        return space;
    }

    CsvFile prefixes() {
        return prefixes;
    }

    CsvFile notRun() {
        return notRun;
    }

    /// Forgets what an experiment left here before.
    void forget(String experiment) throws IOException {
        for (CsvFile file : List.of(figures, timeline, space, prefixes, notRun)) {
            file.retain(row -> !row.has("experiment", experiment));
        }
        if (experiment.equals(RestartExperiment.NAME)) {
            restarts.retain(_ -> false);
            loads.retain(_ -> false);
        }
    }

    /// The cells that name a system under a workload.
    static Map<String, String> cell(String experiment, String system, Workload workload) {
        Map<String, String> cell = new LinkedHashMap<>();
        cell.put("experiment", experiment);
        cell.put("system", system);
        cell.put("clients", Integer.toString(workload.clients()));
        cell.put("in_flight", Integer.toString(workload.inFlight()));
        cell.put("key_bytes", Integer.toString(workload.keyBytes()));
        cell.put("value_bytes", Integer.toString(workload.valueBytes()));
        cell.put("pairs", Long.toString(workload.pairs()));
        cell.put("read_percent", Integer.toString(workload.readPercent()));
        cell.put("distribution", workload.distribution().text());
        cell.put("due_per_second", String.format(Locale.ROOT, "%.0f", workload.perSecond()));
        cell.put("seed", Long.toString(workload.seed()));
        return cell;
    }

    static boolean isOfOneCell(Row one, Row other) {
        return CELL.stream().allMatch(column -> one.has(column, other.text(column)));
    }

    /// What bringing pairs in came to.
    ///
    /// @param before what the target's process had taken before
    static Row load(String system, Workload workload, Measured loaded, Target target, Usage before) throws IOException {
        Usage usage = Usage.of(target.pid()).since(before);
        return new Row.Maker()
                .with("system", system)
                .with("pairs", workload.pairs())
                .with("key_bytes", workload.keyBytes())
                .with("value_bytes", workload.valueBytes())
                .with("seconds", loaded.seconds(), 2)
                .with("per_second", loaded.operations() == 0 ? 0 : loaded.perSecond(), 1)
                .with("user_bytes", workload.dataset().bytes())
                .with("written_bytes", usage.writtenBytes())
                .with("directory_bytes", bytesIn(target.directory()))
                .with("rss_bytes", usage.residentBytes())
                .with("server_cpu_s", usage.cpuSeconds(), 2)
                .row();
    }

    /// Keeps a load in which something was done, unless one of its kind is known.
    void addLoad(Row load) throws IOException {
        boolean known = loads.rows().stream()
                .anyMatch(row -> LOAD.stream().allMatch(column -> row.has(column, load.text(column))));
        if (load.number("seconds") > 0 && !known) {
            loads.append(List.of(load));
        }
    }

    /// The lengths of all files in a directory, together.
    static long bytesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /// Whether a cell was measured to its end.
    boolean has(Map<String, String> cell) throws IOException {
        return figures.rows().stream().anyMatch(row -> row.has(cell) && row.has("slice", ALL));
    }

    /// Keeps all slices of a cell, and them together.
    ///
    /// @return the rows of [#figures] that were added
    List<Row> add(Map<String, String> cell, List<Measured> slices) throws IOException {
        List<Row> rows = new ArrayList<>();
        List<Row> ticks = new ArrayList<>();
        for (int i = 0; i < slices.size(); i++) {
            String slice = Integer.toString(i + 1);
            rows.addAll(rows(cell, slice, slices.get(i)));
            for (Measured.Tick tick : slices.get(i).ticks()) {
                ticks.add(new Row.Maker()
                        .with(cell)
                        .with("slice", slice)
                        .with("second", tick.second(), 2)
                        .with("per_second", tick.perSecond(), 1)
                        .with("p50_us", tick.p50Micros(), 1)
                        .with("p99_us", tick.p99Micros(), 1)
                        .row());
            }
        }
        Measured together = Measured.merged(slices);
        rows.addAll(rows(cell, ALL, together));
        timeline.append(ticks);
        keepHistogram(cell, together);
        figures.append(rows); // last: a cell whose figures are there is whole
        return rows;
    }

    private static List<Row> rows(Map<String, String> cell, String slice, Measured measured) {
        List<Row> rows = new ArrayList<>();
        Map<String, Histogram> kinds = new LinkedHashMap<>();
        kinds.put(ALL, measured.all());
        kinds.put("read", measured.reads());
        kinds.put("write", measured.writes());
        kinds.forEach((operation, histogram) -> {
            if (histogram.getTotalCount() > 0) {
                rows.add(row(
                        new Row.Maker().with(cell).with("slice", slice).with("operation", operation),
                        measured,
                        histogram));
            }
        });
        return rows;
    }

    private static Row row(Row.Maker maker, Measured measured, Histogram histogram) {
        return maker.with("operations", histogram.getTotalCount())
                .with("seconds", measured.seconds(), 3)
                .with("per_second", histogram.getTotalCount() / measured.seconds(), 2)
                .with("mean_us", histogram.getMean() / NANOS_PER_MICRO, 2)
                .with("p50_us", histogram.getValueAtPercentile(50) / NANOS_PER_MICRO, 2)
                .with("p90_us", histogram.getValueAtPercentile(90) / NANOS_PER_MICRO, 2)
                .with("p99_us", histogram.getValueAtPercentile(99) / NANOS_PER_MICRO, 2)
                .with("p999_us", histogram.getValueAtPercentile(99.9) / NANOS_PER_MICRO, 2)
                .with("max_us", histogram.getMaxValue() / NANOS_PER_MICRO, 2)
                .with("server_cpu_s", measured.server().cpuSeconds(), 2)
                .with("client_cpu_s", measured.clients().cpuSeconds(), 2)
                .with("server_rss_bytes", measured.server().residentBytes())
                .with("server_read_bytes", measured.server().readBytes())
                .with("server_written_bytes", measured.server().writtenBytes())
                .with("server_gc", measured.server().collections())
                .with("server_gc_s", measured.server().collectionSeconds(), 3)
                .row();
    }

    private void keepHistogram(Map<String, String> cell, Measured measured) throws IOException {
        Row row = new Row(cell);
        String name = row.text("experiment") + "-" + row.text("system").replace('/', '-') + "-"
                + row.text("pairs") + "x" + row.text("value_bytes") + "B-" + row.text("read_percent") + "r-"
                + row.text("clients") + "c-" + row.text("distribution")
                + (row.has("due_per_second", 0) ? "" : "-" + row.text("due_per_second")) + ".hgrm";
        Path histograms = Files.createDirectories(directory.resolve("histograms"));
        try (PrintStream out = new PrintStream(histograms.resolve(name).toFile(), StandardCharsets.UTF_8)) {
            measured.all().outputPercentileDistribution(out, NANOS_PER_MICRO);
        }
    }

    private static List<String> plus(List<String> some, String... more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }
}
