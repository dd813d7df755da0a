package dev.longboat.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Every way and size of [SyncBench] and [RawSyncBench] in one process, in turn, slice by slice.
///
/// The harness measures one after the other, each for seconds; this is for machines that are not
/// quiet, where what is compared has to meet the same noise. Confined to one thread, but for its
/// loops.
@Command(name = "sync", description = "The ways to make a write durable, beside each other.")
final class SyncFigures implements Runnable {
    private static final int[] SIZES_BYTES = {512, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20};
    private static final int[] RAW_SIZES_BYTES = {4 << 10, 64 << 10, 1 << 20};
    private static final int BLOCK_BYTES = 4 << 10;

    @Option(names = "--slices", defaultValue = "5", description = "Slices each way gets (default: 5).")
    private int slices = 5;

    @Option(names = "--millis", defaultValue = "250", description = "Length of a slice (default: 250).")
    private int millis = 250;

    private final Deque<Closeable> open = new ArrayDeque<>();

    @Override
    public void run() {
        Contest contest = new Contest(slices, millis);
        try {
            for (int bytes : SIZES_BYTES) {
                enterAll(contest, bytes);
            }
            for (int bytes : RAW_SIZES_BYTES) {
                enterAllRaw(contest, bytes);
            }
            contest.run(System.err);
            contest.print(System.out, name(SyncBench.Way.DURABLE_WRITTEN, BLOCK_BYTES));
        } catch (IOException e) {
            throw new IllegalStateException("the scratch file: " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            closeAll();
        }
    }

    private void enterAll(Contest contest, int bytes) throws IOException {
        for (SyncBench.Way way : SyncBench.Way.values()) {
            if (bytes < BLOCK_BYTES && way.name().startsWith("DURABLE")) {
                continue;
            }
            SyncBench bench = new SyncBench();
            bench.way = way;
            bench.bytes = bytes;
            bench.fill();
            bench.open();
            open.push(bench::end);
            open.push(bench::close);
            contest.enter(name(way, bytes), 1, (_, _) -> bench.write());
        }
    }

    private void enterAllRaw(Contest contest, int bytes) throws IOException, InterruptedException {
        for (RawSyncBench.Way way : RawSyncBench.Way.values()) {
            RawSyncBench bench = new RawSyncBench();
            bench.way = way;
            bench.bytes = bytes;
            bench.open();
            open.push(bench::end);
            open.push(bench::close);
            contest.enter(name(way, bytes), 1, (_, _) -> bench.write());
        }
    }

    private static String name(Enum<?> way, int bytes) {
        String kind = way.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return bytes < 1024 ? kind + ", " + bytes + " B" : kind + ", " + bytes / 1024 + " KiB";
    }

    private void closeAll() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                System.err.println("not removed: " + e.getMessage());
            }
        }
    }
}
