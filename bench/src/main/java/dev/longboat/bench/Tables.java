package dev.longboat.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/// Figures as tables. Throughput is that of the median slice, latencies are of all slices together.
/// Immutable.
final class Tables {
    private static final String PER_SECOND = "per second";

    private final Results results;
    private final List<Row> figures;

    private Tables(Results results) throws IOException {
        this.results = results;
        this.figures = results.figures().rows();
    }

    /// All tables that the results give, by their names.
    static Map<String, Grid> all(Results results) throws IOException {
        return new Tables(results).all();
    }

    /// One cell of an experiment: a row for each system.
    ///
    /// @param figures all figures, slices included
    /// @param merged the rows of the cell, of all operations and slices
    static Grid cell(List<Row> figures, List<Row> merged) {
        String first = merged.isEmpty() ? "" : merged.getFirst().text("system");
        double base = merged.isEmpty() ? 0 : median(figures, merged.getFirst());
        List<List<String>> rows = new ArrayList<>();
        for (Row row : merged) {
            double perSecond = median(figures, row);
            rows.add(List.of(
                    row.text("system"),
                    number(perSecond),
                    number(row.number("mean_us")),
                    number(row.number("p50_us")),
                    number(row.number("p99_us")),
                    number(row.number("p999_us")),
                    number(row.number("server_cpu_s") * 1e6 / row.number("operations")),
                    String.format(Locale.ROOT, "%.2f", perSecond / base)));
        }
        return new Grid(
                List.of("system", PER_SECOND, "mean us", "p50 us", "p99 us", "p99.9 us", "CPU us each", "x " + first),
                rows);
    }

    private Map<String, Grid> all() throws IOException {
        Map<String, Grid> all = new LinkedHashMap<>();
        for (String experiment : List.of(LatencyExperiment.NAME, ScaleExperiment.NAME, EngineExperiment.NAME)) {
            List<Row> merged = figures.stream()
                    .filter(row -> row.has("experiment", experiment))
                    .filter(row -> row.has("slice", Results.ALL) && row.has("operation", Results.ALL))
                    .toList();
            if (!merged.isEmpty()) {
                all.put(experiment + ": throughput and mean latency", matrix(merged, this::throughputAndMean));
                all.put(experiment + ": p50, p99 and p99.9", matrix(merged, Tables::percentiles));
                all.put(experiment + ": throughput as a multiple", matrix(merged, row -> ratio(merged, row)));
                all.put(experiment + ": resources", matrix(merged, Tables::resources));
            }
        }
        if (!results.space().rows().isEmpty()) {
            all.put("overwrite: stalls and space", overwrites());
        }
        if (!results.prefixes().rows().isEmpty()) {
            all.put(PrefixExperiment.NAME, prefixes());
        }
        if (!results.loads().rows().isEmpty()) {
            all.put("loads", loads());
        }
        if (!results.restarts().rows().isEmpty()) {
            all.put("restarts", restarts());
        }
        if (!all.isEmpty()) {
            all.put("goals", Goals.grid(results));
        }
        return all;
    }

    /// A row for each workload, a column for each system.
    private Grid matrix(List<Row> merged, Function<Row, String> text) {
        List<String> systems = Charts.distinct(merged, "system");
        List<String> header = new ArrayList<>(List.of("workload"));
        header.addAll(systems);
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (Row row : merged) {
            rows.computeIfAbsent(workload(row), name -> {
                        List<String> cells = new ArrayList<>(List.of(name));
                        systems.forEach(_ -> cells.add(""));
                        return cells;
                    })
                    .set(1 + systems.indexOf(row.text("system")), text.apply(row));
        }
        return new Grid(header, new ArrayList<>(rows.values()));
    }

    /// `4 KiB, 50 % reads, 8 clients`; in one process, where it matters whether caches hold them
    /// all, `…, 40 k pairs`.
    static String workload(Row row) {
        return Bytes.text(row.whole("value_bytes")) + ", " + row.text("read_percent") + " % reads, "
                + row.text("clients") + (row.has("clients", 1) ? " client" : " clients")
                + (row.has("distribution", "uniform") ? "" : ", " + row.text("distribution"))
                + (row.has("experiment", EngineExperiment.NAME)
                        ? ", " + Charts.count(row.whole("pairs")) + " pairs"
                        : "");
    }

    private String throughputAndMean(Row row) {
        return number(median(figures, row)) + " · " + number(row.number("mean_us")) + " us";
    }

    private static String percentiles(Row row) {
        return number(row.number("p50_us")) + " / " + number(row.number("p99_us")) + " / "
                + number(row.number("p999_us"));
    }

    /// Against the first system under the same workload, which is ours.
    private String ratio(List<Row> merged, Row row) {
        Row first = merged.stream()
                .filter(other -> workload(other).equals(workload(row)))
                .findFirst()
                .orElse(row);
        return String.format(Locale.ROOT, "%.2f", median(figures, row) / median(figures, first));
    }

    private static String resources(Row row) {
        double operations = row.number("operations");
        return String.format(
                Locale.ROOT,
                "%s us, %s, %s B, %d gc",
                number(row.number("server_cpu_s") * 1e6 / operations),
                Bytes.text(row.whole("server_rss_bytes") >> 20 << 20),
                number(row.number("server_written_bytes") / operations),
                row.whole("server_gc"));
    }

    private Grid overwrites() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (Row row : figures) {
            if (!row.has("experiment", OverwriteExperiment.NAME)
                    || !row.has("slice", Results.ALL)
                    || !row.has("operation", Results.ALL)) {
                continue;
            }
            List<Double> factors = results.space().rows().stream()
                    .filter(round -> Results.isOfOneCell(round, row))
                    .map(round -> round.number("directory_bytes") / round.number("live_bytes"))
                    .sorted()
                    .toList();
            double userBytes = row.number("operations") * (row.number("key_bytes") + row.number("value_bytes"));
            rows.add(List.of(
                    row.text("system") + ", " + Charts.count(row.whole("pairs")) + " of "
                            + Bytes.text(row.whole("value_bytes")) + ", " + row.text("clients") + " clients",
                    Long.toString(row.whole("operations") / row.whole("pairs")),
                    number(median(figures, row)),
                    percentiles(row),
                    number(row.number("max_us") / 1e3) + " ms",
                    number(factors.get(factors.size() / 2)) + " / " + number(factors.getLast()),
                    number(row.number("server_written_bytes") / userBytes)));
        }
        return new Grid(
                List.of(
                        "overwritten",
                        "rounds",
                        PER_SECOND,
                        "p50 / p99 / p99.9 us",
                        "longest",
                        "on disk / live bytes: median, most",
                        "written / user bytes"),
                rows);
    }

    private Grid prefixes() throws IOException {
        Map<String, List<Row>> readings = new LinkedHashMap<>();
        for (Row row : results.prefixes().rows()) {
            String what = row.text("system") + ", " + Charts.count(row.whole("pairs")) + " of "
                    + Bytes.text(row.whole("value_bytes"));
            readings.computeIfAbsent(what, _ -> new ArrayList<>()).add(row);
        }
        List<List<String>> rows = new ArrayList<>();
        readings.forEach((what, rounds) -> rows.add(List.of(
                what,
                Integer.toString(rounds.size()),
                number(prefixSpeed(rounds)),
                number(middle(rounds, "server_cpu_s")) + " s",
                Bytes.text(prefixMemory(rounds) >> 20 << 20))));
        return new Grid(
                List.of("prefix read", "rounds", "MB/s, median", "CPU of the server", "memory it took more, at most"),
                rows);
    }

    /// MB of values in a second, of the median round.
    static double prefixSpeed(List<Row> rounds) {
        return rounds.getFirst().number("user_bytes") / middle(rounds, "seconds") / 1e6;
    }

    /// The most memory that a server took in a round above what it had before.
    static long prefixMemory(List<Row> rounds) {
        return rounds.stream()
                .mapToLong(row -> row.whole("extra_rss_bytes"))
                .max()
                .orElse(0);
    }

    private Grid loads() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (Row row : results.loads().rows()) {
            double user = row.number("user_bytes");
            rows.add(List.of(
                    row.text("system") + ", " + Charts.count(row.whole("pairs")) + " of "
                            + Bytes.text(row.whole("value_bytes")),
                    number(row.number("seconds")) + " s",
                    number(row.number("per_second")),
                    number(user / row.number("seconds") / 1e6),
                    String.format(Locale.ROOT, "%.2f", row.number("written_bytes") / user),
                    String.format(Locale.ROOT, "%.2f", row.number("directory_bytes") / user),
                    Bytes.text(row.whole("rss_bytes") >> 20 << 20)));
        }
        return new Grid(
                List.of(
                        "load",
                        "time",
                        "pairs per second",
                        "MB/s",
                        "written / user bytes",
                        "on disk / user bytes",
                        "memory"),
                rows);
    }

    private Grid restarts() throws IOException {
        List<Row> all = results.restarts().rows();
        Map<String, List<Row>> kinds = new LinkedHashMap<>();
        for (Row row : all) {
            String kind = row.text("system") + ", " + Charts.count(row.whole("pairs")) + ", after a " + row.text("end")
                    + (row.has("cache_dropped", "true") ? ", caches dropped" : "");
            kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(row);
        }
        List<List<String>> rows = new ArrayList<>();
        kinds.forEach((kind, starts) -> rows.add(List.of(
                kind,
                String.format(Locale.ROOT, "%.2f s", middle(starts, "first_read_s")),
                String.format(
                        Locale.ROOT,
                        "%.2f s",
                        starts.stream()
                                .mapToDouble(row -> row.number("first_read_s"))
                                .max()
                                .orElse(0)),
                number(middle(starts, "cold_p50_us")) + " / " + number(middle(starts, "cold_p99_us")),
                String.format(Locale.ROOT, "%.2f s", middle(starts, "cold_done_s")),
                number(middle(starts, "warm_p50_us")) + " / " + number(middle(starts, "warm_p99_us")),
                Bytes.text((long) middle(starts, "rss_bytes") >> 20 << 20))));
        return new Grid(
                List.of(
                        "start",
                        "first read, median",
                        "longest",
                        "cold get p50 / p99 us",
                        "all cold gets by",
                        "warm get p50 / p99 us",
                        "memory"),
                rows);
    }

    private static double middle(List<Row> rows, String column) {
        List<Double> values =
                rows.stream().map(row -> row.number(column)).sorted().toList();
        return values.get(values.size() / 2);
    }

    /// The throughput of the median slice of a cell.
    ///
    /// @param merged a row of the cell, of all its slices
    static double median(List<Row> figures, Row merged) {
        List<Double> slices = figures.stream()
                .filter(row -> !row.has("slice", Results.ALL))
                .filter(row -> row.has("operation", merged.text("operation")))
                .filter(row -> Results.isOfOneCell(row, merged))
                .map(row -> row.number("per_second"))
                .sorted()
                .toList();
        return slices.isEmpty() ? merged.number("per_second") : slices.get(slices.size() / 2);
    }

    /// `0.93`, `12.4`, `483`, `53,122`.
    static String number(double value) {
        String form = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, form, value);
    }
}
