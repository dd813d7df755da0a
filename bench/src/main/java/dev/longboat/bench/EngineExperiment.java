package dev.longboat.bench;

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

    private static final int READERS_MAX = 4;

    @Mixin
    private ExperimentOptions options = new ExperimentOptions();

    @Override
    public Integer call() throws Exception {
        Experiment experiment =
                new Experiment(NAME, options, "store", "rocksdb", "rocksdb-blob", "lmdb", "mvstore", "disk");
        for (int bytes : options.valueBytes("4k")) {
            Workload gets = options.workload(bytes);
            Workload puts = gets.withReadPercent(0);
            try (Field field = experiment.field(gets)) {
                experiment.keepLoads(field);
                for (int clients : options.clients(1, 2, 32)) {
                    if (clients <= READERS_MAX) {
                        experiment.measure(field, gets.withClients(clients));
                    }
                }
                for (Distribution distribution : List.of(Distribution.GROWING, Distribution.UNIFORM)) {
                    for (int clients : options.clients(1, 32)) {
                        experiment.measure(field, puts.withClients(clients).withDistribution(distribution));
                    }
                }
            }
        }
        return experiment.end();
    }
}
