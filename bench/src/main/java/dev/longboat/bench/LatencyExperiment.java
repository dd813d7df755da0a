package dev.longboat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Experiment 1: how long one client waits, for values of 512 bytes to 4 MiB, read only and half
/// written. Confined to the main thread.
@Command(
        name = LatencyExperiment.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Experiment 1: latency against the length of values, by one client.")
final class LatencyExperiment implements Callable<Integer> {
    static final String NAME = "latency";

    @Mixin
    private ExperimentOptions options = new ExperimentOptions();

    @Override
    public Integer call() throws Exception {
        Experiment experiment = new Experiment(NAME, options, "longboat", "etcd", "redis", "echo", "disk");
        for (int bytes : options.valueBytes("512", "4k", "512k", "1m", "4m")) {
            List<Workload> workloads = new ArrayList<>();
            for (int clients : options.clients(1)) {
                for (int percent : options.reads(100, 50)) {
                    workloads.add(
                            options.workload(bytes).withReadPercent(percent).withClients(clients));
                }
            }
            if (experiment.isDone(workloads)) {
                continue;
            }
            // Stores of its own for each length: none carries the history of another.
            try (Field field = experiment.field(workloads.getFirst())) {
                for (Workload workload : workloads) {
                    experiment.measure(field, workload);
                }
            }
        }
        return experiment.end();
    }
}
