package dev.longboat.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What experiments have in common: who can take part, cells measured slice by slice and kept, a
/// table for each, and whether thresholds held. Confined to the main thread.
final class Experiment {
    private final String name;
    private final ExperimentOptions options;
    private final Results results;
    private final List<Contestant> contestants;
    private final List<Threshold> thresholds;
    private final PrintStream out;
    private final LiveLine line = LiveLine.here();
    private final List<String> violations = new ArrayList<>();

    /// @param systems who takes part when nobody else is asked for
    Experiment(String name, ExperimentOptions options, String... systems) throws IOException {
        this.name = name;
        this.options = options;
        this.results = new Results(options.out());
        this.thresholds = options.thresholds();
        this.out = System.out;
        List<Contestant> asked = options.contestants(systems);
        if (!options.resume()) {
            results.forget(name);
        }
        this.contestants = present(asked);
        if (contestants.isEmpty()) {
            throw options.wrong("none of the systems can run here");
        }
    }

    List<Contestant> contestants() {
        return contestants;
    }

    Results results() {
        return results;
    }

    LiveLine line() {
        return line;
    }

    /// Leaves out who cannot run here, and says so.
    private List<Contestant> present(List<Contestant> asked) throws IOException {
        List<Contestant> present = new ArrayList<>();
        Set<String> told = new HashSet<>();
        for (Contestant contestant : asked) {
            Optional<String> missing = contestant.product().missing();
            if (missing.isEmpty()) {
                present.add(contestant);
                if (told.add(contestant.product().name())) {
                    out.println(contestant.product().name() + ": "
                            + contestant.product().settings());
                }
                continue;
            }
            out.println(contestant.name() + ": not run: " + missing.get());
            Row row = new Row.Maker()
                    .with("experiment", name)
                    .with("system", contestant.name())
                    .with("why", missing.get())
                    .row();
            if (!results.notRun().rows().contains(row)) {
                results.notRun().append(List.of(row));
            }
        }
        return present;
    }

    /// Whether all that these workloads need is there from an earlier run.
    boolean isDone(List<Workload> workloads) throws IOException {
        for (Workload workload : workloads) {
            for (Contestant contestant : contestants) {
                if (!isKnown(contestant, workload)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Whether this was measured of it in an earlier run.
    boolean isKnown(Contestant contestant, Workload workload) throws IOException {
        return results.has(Results.cell(name, contestant.name(), workload));
    }

    /// Starts and loads the stores of everybody, and lets them settle.
    Field field(Workload workload) throws IOException, InterruptedException {
        Field field = Field.open(contestants, workload, line);
        try {
            field.settle(contestants, workload, options.settle());
            return field;
        } catch (IOException | InterruptedException | RuntimeException e) {
            field.close();
            throw e;
        }
    }

    /// Keeps what bringing the pairs in took, unless it is known already.
    void keepLoads(Field field) throws IOException {
        for (Contestant contestant : contestants) {
            results.addLoad(field.loadOf(contestant.product()));
        }
    }

    /// Measures everybody under a workload, but for those of whom it is known already.
    ///
    /// @return the merged figures of each, of all operations
    Map<String, Row> measure(Field field, Workload workload) throws IOException, InterruptedException {
        List<Contestant> open = new ArrayList<>();
        for (Contestant contestant : contestants) {
            if (!isKnown(contestant, workload)) {
                open.add(contestant);
            }
        }
        Map<String, List<Measured>> measured =
                field.measure(open, workload, options.slices(), options.warmUp(), options.slice());
        for (Map.Entry<String, List<Measured>> entry : measured.entrySet()) {
            keep(entry.getKey(), workload, entry.getValue());
        }
        return show(workload);
    }

    /// Keeps the slices of one who was measured under a workload, and judges them when it is ours.
    ///
    /// @param system its name
    void keep(String system, Workload workload, List<Measured> slices) throws IOException {
        List<Row> rows = results.add(Results.cell(name, system, workload), slices);
        if (!system.startsWith("longboat") && !system.startsWith("store")) {
            return;
        }
        for (Threshold threshold : thresholds) {
            rows.stream()
                    .filter(threshold::concerns)
                    .filter(row -> !threshold.holds(row))
                    .forEach(row -> violations.add(threshold.violation(row)));
        }
    }

    /// Prints the merged figures of a workload.
    ///
    /// @return them, of all operations, by the systems' names
    Map<String, Row> show(Workload workload) throws IOException {
        Map<String, Row> shown = new LinkedHashMap<>();
        List<Row> figures = results.figures().rows();
        for (Contestant contestant : contestants) {
            Map<String, String> cell = Results.cell(name, contestant.name(), workload);
            figures.stream()
                    .filter(row -> row.has(cell) && row.has("slice", Results.ALL))
                    .filter(row -> row.has("operation", Results.ALL))
                    .forEach(row -> shown.put(contestant.name(), row));
        }
        line.say("");
        out.println(workload.summary() + ":");
        out.println();
        Tables.cell(figures, new ArrayList<>(shown.values())).markdown().forEach(out::println);
        return shown;
    }

    /// Prints one of the tables of all results.
    ///
    /// @param table its name in [Tables#all]
    void show(String table) throws IOException {
        line.say("");
        Grid grid = Tables.all(results).get(table);
        if (grid != null) {
            grid.markdown().forEach(out::println);
        }
    }

    /// The status to end with: 1 when a threshold was not kept.
    int end() throws IOException {
        Facts.write(results, options.slices(), options.slice(), contestants);
        out.println();
        out.println("Figures: " + results.directory());
        violations.forEach(violation -> out.println("threshold not kept: " + violation));
        return violations.isEmpty() ? 0 : 1;
    }
}
