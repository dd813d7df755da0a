package dev.longboat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Experiment 3: more and more clients, read only and half written, until nobody's throughput grows
/// any more. Confined to the main thread.
@Command(
        name = ScaleExperiment.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Experiment 3: latency against throughput, by 1, 2, 4 ... 64 clients.")
final class ScaleExperiment implements Callable<Integer> {
    static final String NAME = "scale";

    /// Less than this is no growth.
    private static final double GROWTH = 1.05;

    /// Below so many clients a step without growth is taken for noise.
    private static final int CLIENTS_MIN = 32;

    @Mixin
    private ExperimentOptions options = new ExperimentOptions();

    @Override
    public Integer call() throws Exception {
        Experiment experiment = new Experiment(NAME, options, "longboat", "longboat/session", "etcd", "redis", "echo");
        for (int bytes : options.valueBytes("4k")) {
            List<Workload> workloads = new ArrayList<>();
            for (int percent : options.reads(100, 50)) {
                workloads.add(options.workload(bytes).withReadPercent(percent));
            }
            try (Field field = experiment.field(workloads.getFirst())) {
                for (Workload workload : workloads) {
                    climb(experiment, field, workload);
                }
            }
        }
        return experiment.end();
    }

    private void climb(Experiment experiment, Field field, Workload workload) throws Exception {
        Map<String, Row> before = Map.of();
        for (int clients : options.clients(1, 2, 4, 8, 16, 32, 64, 128)) {
            Map<String, Row> now = experiment.measure(field, workload.withClients(clients));
            if (!options.clientsGiven() && clients > CLIENTS_MIN && !grew(before, now)) {
                return;
            }
            before = now;
        }
    }

    private static boolean grew(Map<String, Row> before, Map<String, Row> now) {
        return now.entrySet().stream().anyMatch(entry -> {
            Row earlier = before.get(entry.getKey());
            return earlier == null || entry.getValue().number("per_second") > GROWTH * earlier.number("per_second");
        });
    }
}
