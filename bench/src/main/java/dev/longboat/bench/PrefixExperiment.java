package dev.longboat.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Everything below a prefix read by one call: how fast it comes, and how much memory the server
/// takes for it. Confined to the main thread.
///
/// Rounds are in turn, and the first ones count: a server's memory grows with its first long
/// answer.
@Command(
        name = PrefixExperiment.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "All pairs of one prefix read at once, in rounds: speed, and memory of the server.")
final class PrefixExperiment implements Callable<Integer> {
    static final String NAME = "prefix";

    @Mixin
    private ExperimentOptions options = new ExperimentOptions();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each system is read (default ${DEFAULT-VALUE}).")
    private int rounds = 9;

    @Override
    public Integer call() throws Exception {
        if (rounds < 1) {
            throw options.wrong("--rounds is " + rounds + ", and must be at least 1");
        }
        Experiment experiment = new Experiment(NAME, options, "longboat", "etcd");
        for (int bytes : options.valueBytes("4k")) {
            Workload workload = options.workload(bytes);
            List<Contestant> open = new ArrayList<>();
            for (Contestant contestant : experiment.contestants()) {
                if (!isKnown(experiment, contestant, workload)) {
                    open.add(contestant);
                }
            }
            if (!open.isEmpty()) {
                read(experiment, open, workload);
            }
        }
        experiment.show(NAME);
        return experiment.end();
    }

    private static boolean isKnown(Experiment experiment, Contestant contestant, Workload workload) throws IOException {
        Map<String, String> cell = Results.cell(NAME, contestant.name(), workload);
        return experiment.results().prefixes().rows().stream().anyMatch(row -> row.has(cell));
    }

    private void read(Experiment experiment, List<Contestant> contestants, Workload workload) throws Exception {
        try (Field field = Field.open(contestants, workload, experiment.line())) {
            Map<Contestant, Connection> connections = new LinkedHashMap<>();
            try {
                for (Contestant contestant : contestants) {
                    Target target = field.target(contestant.product());
                    connections.put(contestant, target.connect(contestant.door(), 1));
                }
                List<Row> rows = new ArrayList<>();
                for (int round = 1; round <= rounds; round++) {
                    for (Map.Entry<Contestant, Connection> each : connections.entrySet()) {
                        String name = each.getKey().name();
                        experiment.line().begin("round " + round + " " + name + ", " + workload.summary());
                        rows.add(new Row.Maker()
                                .with(Results.cell(NAME, name, workload))
                                .with("slice", round)
                                .with(read(field.target(each.getKey().product()), each.getValue(), workload))
                                .row());
                    }
                }
                experiment.results().prefixes().append(rows);
            } finally {
                connections.values().forEach(Connection::close);
            }
        }
    }

    private Map<String, String> read(Target target, Connection connection, Workload workload) throws Exception {
        if (!(connection instanceof PrefixReader reader)) {
            throw options.wrong("one of the systems cannot read a prefix here");
        }
        ResidentMemory.forgetPeak(target.pid());
        ResidentMemory before = ResidentMemory.of(target.pid());
        Usage used = Usage.of(target.pid());
        long started = System.nanoTime();
        PrefixReader.Answer answer = reader.readPrefix(workload.dataset().prefix());
        double seconds = (System.nanoTime() - started) / 1e9;
        if (answer.pairs() != workload.pairs() || answer.bytes() != workload.pairs() * workload.valueBytes()) {
            throw new IllegalStateException("the prefix gave " + answer + " of " + workload.pairs() + " pairs");
        }
        return new Row.Maker()
                .with("seconds", seconds, 3)
                .with("user_bytes", answer.bytes())
                .with("server_cpu_s", Usage.of(target.pid()).since(used).cpuSeconds(), 2)
                .with("extra_rss_bytes", ResidentMemory.of(target.pid()).peakBytes() - before.nowBytes())
                .row()
                .cells();
    }
}
