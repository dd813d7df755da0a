package dev.longboat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Known pairs overwritten again and again: how long the longest writes wait, and how much of the
/// disk the store takes for what is alive. Confined to the main thread.
///
/// The libraries run one after another, not in turn: what one does in the background would fall
/// into the slices of the next, and is part of its price.
@Command(
        name = OverwriteExperiment.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Known pairs overwritten in rounds, embedded beside RocksDB: stalls, and space on disk.")
final class OverwriteExperiment implements Callable<Integer> {
    static final String NAME = "overwrite";

    private static final Duration ROUND_MAX = Duration.ofHours(1);

    @Mixin
    private ExperimentOptions options = new ExperimentOptions();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "A round writes as many pairs as there are (default ${DEFAULT-VALUE}).")
    private int rounds = 20;

    @Override
    public Integer call() throws Exception {
        if (rounds < 1) {
            throw options.wrong("--rounds is " + rounds + ", and must be at least 1");
        }
        Experiment experiment = new Experiment(NAME, options, "store-newest", "rocksdb", "rocksdb-blob");
        for (int bytes : options.valueBytes("4k")) {
            for (int clients : options.clients(32)) {
                Workload load = options.workload(bytes).withReadPercent(0).withClients(clients);
                Workload round = load.withOperations(load.pairs());
                for (Contestant contestant : experiment.contestants()) {
                    overwrite(experiment, contestant, round);
                }
                experiment.show(round);
            }
        }
        return experiment.end();
    }

    private void overwrite(Experiment experiment, Contestant contestant, Workload round)
            throws IOException, InterruptedException {
        if (experiment.isKnown(contestant, round)) {
            return;
        }
        List<Measured> measured = new ArrayList<>();
        List<Row> space = new ArrayList<>();
        Map<String, String> cell = Results.cell(NAME, contestant.name(), round);
        try (Field field = Field.open(List.of(contestant), round, experiment.line())) {
            Target target = field.target(contestant.product());
            try (Clients clients = new Clients(target, contestant.door(), round)) {
                for (int i = 1; i <= rounds; i++) {
                    experiment.line().begin("round " + i + " " + contestant.name() + ", " + round.summary());
                    measured.add(clients.run(ROUND_MAX, experiment.line()));
                    space.add(new Row.Maker()
                            .with(cell)
                            .with("slice", i)
                            .with("live_bytes", round.dataset().bytes())
                            .with("directory_bytes", Results.bytesIn(target.directory()))
                            .row());
                }
            }
        }
        experiment.results().space().retain(row -> !row.has(cell)); // of a run that was cut off here
        experiment.results().space().append(space);
        experiment.keep(contestant.name(), round, measured);
    }
}
