package dev.longboat.bench;

import dev.longboat.client.Key;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.Progress;
import dev.longboat.client.RangeCursor;
import dev.longboat.client.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a server with little memory takes of it while values larger than that memory, and long
/// ranges, pass through it; and what other clients notice. Confined to the main thread, but for the
/// reader of a range.
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Streams large values and a long range through a small server and looks at its memory.")
final class MemoryLab implements Callable<Integer> {
    private static final int MIB = 1 << 20;
    private static final int PAIR_BYTES = 4096;
    private static final Duration ALONE = Duration.ofSeconds(5);

    @Option(names = "--heap", paramLabel = "SIZE", description = "The server's heap (default ${DEFAULT-VALUE}).")
    private String heap = "128m";

    @Option(names = "--direct", paramLabel = "SIZE", description = "Its buffers (default ${DEFAULT-VALUE}).")
    private String direct = "64m";

    @Option(names = "--memory", paramLabel = "SIZE", description = "Its caches (default ${DEFAULT-VALUE}).")
    private String memory = "32MiB";

    @Option(
            names = "--values",
            paramLabel = "MIB",
            split = ",",
            description = "Lengths of the values, in MiB (default 64,256,256).")
    private List<Integer> valuesMib = List.of(64, 256, 256);

    @Option(names = "--range", paramLabel = "MIB", description = "Length of the range (default ${DEFAULT-VALUE}).")
    private int rangeMib = 200;

    @Option(
            names = "--pace",
            paramLabel = "MIB",
            description = "What the slow reader takes in a second (default ${DEFAULT-VALUE}).")
    private int paceMib = 20;

    private boolean wrong;

    @Override
    public Integer call() throws Exception {
        try (Scratch scratch = new Scratch()) {
            ServerSettings settings = ServerSettings.below(scratch.directory())
                    .with("LB_HEAP", heap)
                    .with("LB_DIRECT", direct)
                    .arguments("--memory=" + memory);
            try (ServerProcess server = ServerProcess.start(settings, Key.of("none"))) {
                System.out.println("A server with " + settings.summary() + ". Resident memory in MiB:");
                System.out.println();
                System.out.println("| what | before | peak | after | time | MiB/s |");
                System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
                largeValues(server);
                longRange(server);
                server.stop();
            }
        }
        return wrong ? 1 : 0;
    }

    /// Something that is done to the server.
    private interface Work {
        void run() throws Exception;
    }

    private void largeValues(ServerProcess server) throws Exception {
        try (LongboatClient client = LongboatClient.connect(server.endpoint())) {
            for (int mib : valuesMib) {
                Key key = Key.of("memory/" + mib + "-MiB");
                CRC32C sent = new CRC32C();
                CRC32C received = new CRC32C();
                observe("set a value of " + mib + " MiB", server, mib, () -> {
                    try (InputStream source = new CheckedInputStream(new RandomStream((long) mib * MIB), sent)) {
                        client.setStream(key, source, (long) mib * MIB, Progress.SILENT);
                    }
                });
                observe("get it", server, mib, () -> {
                    try (OutputStream sink = new CheckedOutputStream(OutputStream.nullOutputStream(), received)) {
                        client.getStream(key, View.NEWEST, sink, Progress.SILENT);
                    }
                });
                check(sent.getValue() == received.getValue(), "the value of " + mib + " MiB came back as another one");
            }
        }
    }

    private void longRange(ServerProcess server) throws Exception {
        Dataset range = new Dataset("range/", (long) rangeMib * MIB / PAIR_BYTES, 32, PAIR_BYTES);
        Dataset points = new Dataset("points/", 5_000, 32, PAIR_BYTES);
        observe("load " + rangeMib + " MiB of 4 KiB values", server, rangeMib, () -> {
            range.load(server.endpoint(), System.err);
            points.load(server.endpoint(), System.err);
        });
        observe("read them as one range, fast", server, rangeMib, () -> read(server, range, 0));
        Load.Result alone = gets(server, points, ALONE);
        Load.Result[] beside = new Load.Result[1];
        Duration slow = Duration.ofSeconds(rangeMib / paceMib);
        observe("the same, " + paceMib + " MiB a second, beside gets", server, rangeMib, () -> {
            try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
                Future<?> reading = threads.submit(() -> {
                    read(server, range, paceMib);
                    return true;
                });
                beside[0] = gets(server, points, slow.multipliedBy(4).dividedBy(5));
                reading.get();
            }
        });
        System.out.println();
        print("Gets of another client, alone", alone);
        print("Gets of another client, beside the slow range", beside[0]);
    }

    private static void print(String what, Load.Result result) {
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f/s, p50 %.0f us, p99 %.0f us.%n",
                what,
                result.perSecond(),
                result.p50Micros(),
                result.p99Micros());
    }

    private Load.Result gets(ServerProcess server, Dataset points, Duration time) throws InterruptedException {
        try (LongboatClient client = LongboatClient.connect(server.endpoint())) {
            return new Load(1, time.toMillis()).measure((thread, turn) -> {
                long i = points.pick(thread, turn);
                check(points.isValue(i, client.get(points.key(i)).orElseThrow().value()), "pair " + i + " is another");
            });
        }
    }

    /// Reads a range whole, at most so many MiB in a second; 0: as fast as it comes.
    private void read(ServerProcess server, Dataset range, int paceMib) throws InterruptedException {
        long started = System.nanoTime();
        long bytes = 0;
        long pairs = 0;
        try (LongboatClient client = LongboatClient.connect(server.endpoint());
                RangeCursor cursor = client.prefix(range.prefix())) {
            while (cursor.hasNext()) {
                bytes += cursor.next().value().size();
                pairs++;
                if (paceMib > 0 && bytes % MIB == 0) {
                    long due = started + bytes / MIB * 1_000_000_000L / paceMib;
                    Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                }
            }
        }
        check(pairs == range.pairs(), "the range gave " + pairs + " of " + range.pairs() + " pairs");
    }

    private static void observe(String what, ServerProcess server, int mib, Work work) throws Exception {
        ResidentMemory.forgetPeak(server.pid());
        ResidentMemory before = ResidentMemory.of(server.pid());
        long started = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - started) / 1e9;
        ResidentMemory after = ResidentMemory.of(server.pid());
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.2f s | %.0f |%n",
                what,
                before.nowBytes() / MIB,
                after.peakBytes() / MIB,
                after.nowBytes() / MIB,
                seconds,
                mib / seconds);
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            wrong = true;
            System.out.println("WRONG: " + otherwise);
        }
    }

    /// So many random bytes that need no memory. Confined to the thread that reads.
    private static final class RandomStream extends InputStream {
        private final byte[] block = new byte[MIB + 8191];
        private long left;

        RandomStream(long bytes) {
            this.left = bytes;
            new SplittableRandom(bytes).nextBytes(block);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int from = (int) (left % block.length);
            int count = (int) Math.min(Math.min(length, left), block.length - from);
            System.arraycopy(block, from, target, offset, count);
            left -= count;
            return count;
        }
    }
}
