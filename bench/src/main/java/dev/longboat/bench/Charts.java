package dev.longboat.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// The pictures that the results of experiments give. Immutable once made.
final class Charts {
    private static final Chart.Axis MEAN = new Chart.Axis("mean latency, us", true);
    private static final int TIMELINE_SYSTEMS_MAX = 6;

    private final List<Row> figures;
    private final List<Row> timeline;
    private final List<Row> restarts;
    private final List<Row> space;

    Charts(Results results) throws IOException {
        this.figures = results.figures().rows().stream()
                .filter(row -> row.has("slice", Results.ALL) && row.has("operation", Results.ALL))
                .toList();
        this.timeline = results.timeline().rows();
        this.restarts = results.restarts().rows();
        this.space = results.space().rows();
    }

    /// All that can be drawn.
    List<Chart> all() {
        List<Chart> charts = new ArrayList<>();
        for (String percent : distinct(of(LatencyExperiment.NAME), "read_percent")) {
            charts.add(latencyAgainstSize(percent));
        }
        for (String percent : distinct(of(ScaleExperiment.NAME), "read_percent")) {
            charts.add(latencyAgainstThroughput(ScaleExperiment.NAME, percent));
            charts.add(throughputAgainstClients(percent));
        }
        if (!restarts.isEmpty()) {
            charts.add(firstReads());
            charts.add(coldAndWarm());
        }
        for (String percent : distinct(of(ScaleExperiment.NAME), "read_percent")) {
            charts.add(timeLine(percent, "per_second", "throughput", "operations per second"));
            charts.add(timeLine(percent, "p99_us", "p99", "p99 latency, us"));
        }
        loadLine().ifPresent(charts::add);
        if (!space.isEmpty()) {
            charts.add(spaceLine());
        }
        return charts;
    }

    private Chart latencyAgainstSize(String percent) {
        List<Row> rows = with(of(LatencyExperiment.NAME), "read_percent", percent);
        return lines(
                "latency-" + percent + "r",
                "Experiment 1: one client, " + share(percent),
                new Chart.Axis(
                        "length of a value",
                        true,
                        marks(rows, "value_bytes", row -> Bytes.text(row.whole("value_bytes")))),
                MEAN,
                rows,
                row -> row.number("value_bytes"),
                row -> row.number("mean_us"),
                row -> Bytes.text(row.whole("value_bytes")) + ": mean " + micros(row, "mean_us") + ", p50 "
                        + micros(row, "p50_us") + ", p99 " + micros(row, "p99_us"));
    }

    private Chart latencyAgainstThroughput(String experiment, String percent) {
        return lines(
                experiment + "-" + percent + "r",
                "Experiment 3: 4 KiB, " + share(percent) + ", more and more clients",
                new Chart.Axis("operations per second", true),
                MEAN,
                with(of(experiment), "read_percent", percent),
                row -> row.number("per_second"),
                row -> row.number("mean_us"),
                Charts::clients);
    }

    private Chart throughputAgainstClients(String percent) {
        List<Row> rows = with(of(ScaleExperiment.NAME), "read_percent", percent);
        return lines(
                "clients-" + percent + "r",
                "Experiment 3: 4 KiB, " + share(percent) + ", throughput",
                new Chart.Axis("clients", true, marks(rows, "clients", row -> row.text("clients"))),
                new Chart.Axis("operations per second", true),
                rows,
                row -> row.number("clients"),
                row -> row.number("per_second"),
                Charts::clients);
    }

    /// The longest climb's last step but none: what the most clients saw, slice after slice.
    private Chart timeLine(String percent, String column, String what, String label) {
        List<Row> rows = timeline.stream()
                .filter(row -> row.has("experiment", ScaleExperiment.NAME) && row.has("read_percent", percent))
                .filter(row -> row.has("clients", 32) || row.has("clients", 16) || row.has("clients", 8))
                .toList();
        String clients = rows.stream()
                .map(row -> row.text("clients"))
                .max(Comparator.comparingInt(Integer::parseInt))
                .orElse("");
        Map<String, Double> ends = new LinkedHashMap<>(); // where a system's earlier slices ended
        Map<String, String> slices = new LinkedHashMap<>();
        Map<String, Double> seconds = new LinkedHashMap<>();
        List<Row> placed = new ArrayList<>();
        for (Row row : with(rows, "clients", clients)) {
            String system = row.text("system");
            if (!row.text("slice").equals(slices.put(system, row.text("slice")))) {
                ends.merge(system, seconds.getOrDefault(system, 0.0), Double::sum);
            }
            seconds.put(system, row.number("second"));
            placed.add(new Row.Maker()
                    .with(row.cells())
                    .with("second", ends.getOrDefault(system, 0.0) + row.number("second"), 2)
                    .row());
        }
        List<String> systems =
                distinct(placed, "system").stream().limit(TIMELINE_SYSTEMS_MAX).toList();
        return lines(
                "time-" + what + "-" + percent + "r",
                "Time line: " + what + ", 4 KiB, " + share(percent) + ", " + clients + " clients, slice after slice",
                new Chart.Axis("seconds of the system's slices", false),
                new Chart.Axis(label, true),
                placed.stream()
                        .filter(row -> systems.contains(row.text("system")))
                        .toList(),
                row -> row.number("second"),
                row -> row.number(column),
                row -> String.format(Locale.ROOT, "%.1f s: %,.0f", row.number("second"), row.number(column)));
    }

    private Optional<Chart> loadLine() {
        List<Row> rows =
                timeline.stream().filter(row -> row.has("slice", "load")).toList();
        return rows.isEmpty()
                ? Optional.empty()
                : Optional.of(lines(
                        "time-load",
                        "Experiment 2: loading, pairs per second",
                        new Chart.Axis("seconds", false),
                        new Chart.Axis("pairs per second", false),
                        rows.stream()
                                .map(row -> new Row.Maker()
                                        .with(row.cells())
                                        .with("system", row.text("system") + ", " + count(row.whole("pairs")))
                                        .row())
                                .toList(),
                        row -> row.number("second"),
                        row -> row.number("per_second"),
                        row -> String.format(
                                Locale.ROOT, "%.0f s: %,.0f/s", row.number("second"), row.number("per_second"))));
    }

    private Chart spaceLine() {
        return lines(
                "overwrite-space",
                "Overwriting known pairs: the directory against what is alive",
                new Chart.Axis("times that all was overwritten", false),
                new Chart.Axis("bytes on disk / bytes alive", false),
                space,
                row -> row.number("slice"),
                row -> row.number("directory_bytes") / row.number("live_bytes"),
                row -> "round " + row.text("slice") + ": " + Bytes.text(row.whole("directory_bytes") >> 20 << 20));
    }

    private Chart firstReads() {
        return bars("restart", "Experiment 2: from exec to the first served read, seconds", "seconds", "first_read_s");
    }

    private Chart bars(String id, String title, String label, String column) {
        List<String> groups = groups();
        List<Chart.Series> series = new ArrayList<>();
        for (String end : distinct(restarts, "end")) {
            List<Double> ys = groups.stream()
                    .map(group -> median(row -> group(row).equals(group) && row.has("end", end), column))
                    .toList();
            series.add(new Chart.Series("after a " + end, indexes(ys), ys, labels(ys)));
        }
        return new Chart(id, title, new Chart.Axis("", false), new Chart.Axis(label, true), groups, series);
    }

    private Chart coldAndWarm() {
        List<String> groups = groups();
        List<Chart.Series> series = new ArrayList<>();
        for (String kind : List.of("cold", "warm")) {
            for (String figure : List.of("p50", "p99")) {
                List<Double> ys = groups.stream()
                        .map(group -> median(row -> group(row).equals(group), kind + "_" + figure + "_us"))
                        .toList();
                series.add(new Chart.Series(kind + ", " + figure, indexes(ys), ys, labels(ys)));
            }
        }
        return new Chart(
                "cold-warm",
                "Experiment 2: gets right after a start, and the same gets again",
                new Chart.Axis("", false),
                new Chart.Axis("latency, us", true),
                groups,
                series);
    }

    private List<String> groups() {
        return restarts.stream().map(Charts::group).distinct().toList();
    }

    private static String group(Row row) {
        return row.text("system") + ", " + count(row.whole("pairs"));
    }

    private double median(Predicate<Row> rows, String column) {
        List<Double> values = restarts.stream()
                .filter(rows)
                .map(row -> row.number(column))
                .sorted()
                .toList();
        return values.isEmpty() ? 0 : values.get(values.size() / 2);
    }

    private static Chart lines(
            String id,
            String title,
            Chart.Axis x,
            Chart.Axis y,
            List<Row> rows,
            Function<Row, Double> xs,
            Function<Row, Double> ys,
            Function<Row, String> labels) {
        List<Chart.Series> series = new ArrayList<>();
        for (String system : distinct(rows, "system")) {
            List<Row> own = with(rows, "system", system).stream()
                    .filter(row -> !y.isLog() || ys.apply(row) > 0)
                    .toList();
            series.add(new Chart.Series(
                    system,
                    own.stream().map(xs).toList(),
                    own.stream().map(ys).toList(),
                    own.stream().map(labels).toList()));
        }
        return new Chart(id, title, x, y, List.of(), series);
    }

    private static List<Chart.Mark> marks(List<Row> rows, String column, Function<Row, String> text) {
        return rows.stream()
                .map(row -> new Chart.Mark(row.number(column), text.apply(row)))
                .distinct()
                .toList();
    }

    private List<Row> of(String experiment) {
        return with(figures, "experiment", experiment);
    }

    static List<Row> with(List<Row> rows, String column, String value) {
        return rows.stream().filter(row -> row.has(column, value)).toList();
    }

    static List<String> distinct(List<Row> rows, String column) {
        return rows.stream().map(row -> row.text(column)).distinct().toList();
    }

    /// `100 k`, `10 M`.
    static String count(long number) {
        if (number >= 1_000_000 && number % 100_000 == 0) {
            return number % 1_000_000 == 0
                    ? number / 1_000_000 + " M"
                    : String.format(Locale.ROOT, "%.1f M", number / 1e6);
        }
        return number >= 1000 && number % 1000 == 0 ? number / 1000 + " k" : Long.toString(number);
    }

    private static String share(String percent) {
        return switch (percent) {
            case "100" -> "reads only";
            case "0" -> "writes only";
            default -> percent + " % reads";
        };
    }

    private static String clients(Row row) {
        return row.text("clients") + " clients: "
                + String.format(Locale.ROOT, "%,.0f/s", row.number("per_second")) + ", mean " + micros(row, "mean_us")
                + ", p99 " + micros(row, "p99_us");
    }

    private static String micros(Row row, String column) {
        return String.format(Locale.ROOT, "%,.0f us", row.number(column));
    }

    private static List<Double> indexes(List<Double> ys) {
        List<Double> xs = new ArrayList<>();
        for (int i = 0; i < ys.size(); i++) {
            xs.add((double) i);
        }
        return xs;
    }

    private static List<String> labels(List<Double> ys) {
        return ys.stream().map(y -> Tables.number(y)).toList();
    }
}
