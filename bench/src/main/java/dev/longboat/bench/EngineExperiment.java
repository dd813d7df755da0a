package dev.longboat.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Libraries beside each other and beside the bare disk, in our process: durable puts of new and of
/// known keys, and gets. Confined to the main thread.
@Command(
        name = EngineExperiment.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The embedded engine beside RocksDB, LMDB, MVStore and the bare disk.")
final class EngineExperiment implements Callable<Integer> {
    static final String NAME = "engine";

    @Mixin
    private ExperimentOptions options = new ExperimentOptions();

    @Override
    public Integer call() throws Exception {
        Experiment experiment =
                new Experiment(NAME, options, "store", "rocksdb", "rocksdb-blob", "lmdb", "mvstore", "disk");
        for (int bytes : options.valueBytes("4k")) {
            Workload workload = options.workload(bytes);
            try (Field field = experiment.field(workload)) {
                experiment.keepLoads(field);
                for (int percent : options.reads(100, 0)) {
                    if (percent == 0) {
                        puts(experiment, field, workload.withReadPercent(0));
                    } else {
                        reads(experiment, field, workload.withReadPercent(percent));
                    }
                }
            }
        }
        return experiment.end();
    }

    private void reads(Experiment experiment, Field field, Workload reads) throws IOException, InterruptedException {
        for (int clients : options.clients(1, 2)) {
            experiment.measure(field, reads.withClients(clients));
        }
    }

    private void puts(Experiment experiment, Field field, Workload puts) throws IOException, InterruptedException {
        for (Distribution distribution : List.of(Distribution.GROWING, Distribution.UNIFORM)) {
            for (int clients : options.clients(1, 32)) {
                experiment.measure(field, puts.withClients(clients).withDistribution(distribution));
            }
        }
    }
}
