package dev.longboat.bench;

import dev.longboat.client.LongboatClient;
import dev.longboat.client.ServerStat;
import dev.longboat.client.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// How long a server over many keys takes from exec to its word that it is ready and to its first
/// served read, after an orderly stop and after a kill. Confined to the main thread.
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Loads many pairs, stops or kills the server, and times the next one to its first read.")
final class RestartLab implements Callable<Integer> {
    private static final int LAST_WRITES = 1_000;
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

    @Option(names = "--keys", paramLabel = "N", description = "Pairs (default ${DEFAULT-VALUE}).")
    private long keys = 1_000_000;

    @Option(names = "--key-bytes", paramLabel = "N", description = "Length of a key (default ${DEFAULT-VALUE}).")
    private int keyBytes = 128;

    @Option(names = "--value-bytes", paramLabel = "N", description = "Length of a value (default ${DEFAULT-VALUE}).")
    private int valueBytes = 100;

    @Option(names = "--times", paramLabel = "N", description = "Restarts of each kind (default ${DEFAULT-VALUE}).")
    private int times = 5;

    @Option(
            names = "--drop-caches",
            description = "Empty the system's file caches before each start; needs root, hurts other programs.")
    private boolean dropCaches;

    @Override
    public Integer call() throws Exception {
        Dataset dataset = new Dataset("restart/", keys, keyBytes, valueBytes);
        try (Scratch scratch = new Scratch()) {
            ServerSettings settings = ServerSettings.below(scratch.directory());
            try (ServerProcess server = ServerProcess.start(settings, dataset.key(0))) {
                dataset.load(server.endpoint(), System.err);
                describe(server);
                server.stop();
            }
            measure("an orderly stop", settings, dataset, false);
            measure("a kill", settings, dataset, true);
        }
        return 0;
    }

    private void describe(ServerProcess server) throws IOException {
        try (LongboatClient client = LongboatClient.connect(server.endpoint())) {
            ServerStat stat = client.stat();
            System.out.printf(
                    Locale.ROOT,
                    "%d keys of %d bytes, values of %d bytes, %d MiB on disk, %d MiB resident.%n",
                    stat.keys(),
                    keyBytes,
                    valueBytes,
                    stat.diskBytes() >> 20,
                    ResidentMemory.of(server.pid()).nowBytes() >> 20);
        }
    }

    /// Each server writes a little before it ends, so that its end is not that of an idle one.
    private void measure(String end, ServerSettings settings, Dataset dataset, boolean kill) throws IOException {
        Durations readies = new Durations();
        Durations firstReads = new Durations();
        for (int i = 0; i <= times; i++) {
            if (dropCaches) {
                Files.writeString(DROP_CACHES, "1");
            }
            long read = dataset.pick(i, kill ? 1 : 0);
            try (ServerProcess server = ServerProcess.start(settings, dataset.key(read))) {
                if (i > 0) { // what came before the first start was not this kind of end
                    readies.add(server.ready());
                    firstReads.add(server.startup());
                }
                work(server, dataset, read);
                if (kill) {
                    server.kill();
                } else {
                    server.stop();
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "After %s, %d times, from exec to ready: %s; to the first served read: %s.%n",
                end,
                times,
                readies.summary(),
                firstReads.summary());
    }

    private static void work(ServerProcess server, Dataset dataset, long read) {
        try (LongboatClient client = LongboatClient.connect(server.endpoint())) {
            if (!dataset.isValue(
                    read, client.get(dataset.key(read)).orElseThrow().value())) {
                throw new IllegalStateException("pair " + read + " has another value after the restart");
            }
            for (long i = 0; i < Math.min(LAST_WRITES, dataset.pairs()); i++) {
                client.set(dataset.key(i), Value.wrap(dataset.valueBytes(i)));
            }
        }
    }
}
