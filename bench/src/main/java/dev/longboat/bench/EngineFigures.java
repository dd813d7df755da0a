package dev.longboat.bench;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.LinuxDisk;
import dev.longboat.disk.WriteMode;
import dev.longboat.engine.Key;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The embedded engine beside the bare disk: durable 4 KiB puts by 1 and by 32 threads, and gets,
/// each against direct writes of the same padded size into a file written before. Confined to one
/// thread, but for its loops.
@Command(name = "engine", description = "The embedded engine beside the bare disk.")
final class EngineFigures implements Runnable {
    private static final int VALUE_BYTES = 4096;

    /// A 4 KiB value with its key and heads, padded to blocks.
    private static final int PADDED_BYTES = 2 * Disk.BLOCK_BYTES;

    private static final int YARDSTICK_BYTES = 64 << 20;
    private static final int KEYS = 50_000;

    @Option(names = "--slices", defaultValue = "3", description = "Slices each contender gets (default: 3).")
    private int slices = 3;

    @Option(names = "--seconds", defaultValue = "3", description = "Length of a slice (default: 3).")
    private int seconds = 3;

    @Override
    public void run() {
        try (Scratch scratch = new Scratch()) {
            measure(scratch.directory(), System.out);
        } catch (IOException e) {
            throw new IllegalStateException("the scratch directory: " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure(Path scratch, PrintStream out) throws IOException, InterruptedException {
        Path bare = Files.createDirectory(scratch.resolve("bare"));
        try (Arena arena = Arena.ofShared();
                DiskFile file = prewritten(LinuxDisk.at(bare), arena);
                Store store = Store.open(scratch.resolve("store"), StoreOptions.defaults())) {
            ByteBuffer block = AlignedBuffers.allocate(arena, PADDED_BYTES);
            AtomicLong next = new AtomicLong();
            SplittableRandom random = new SplittableRandom(1);
            byte[] value = new byte[VALUE_BYTES];
            random.nextBytes(value);
            load(store, value);
            Contest contest = new Contest(slices, seconds * 1000L);
            String yardstick = "direct + DSYNC write, 8 KiB, prewritten";
            contest.enter(yardstick, 1, (_, turn) -> {
                long position = turn * PADDED_BYTES % YARDSTICK_BYTES;
                file.writeFully(block.clear(), position);
            });
            contest.enter("engine put, 4 KiB, 1 thread", 1, (_, _) -> store.put(newKey(next), value.clone()));
            contest.enter("engine put, 4 KiB, 32 threads", 32, (_, _) -> store.put(newKey(next), value.clone()));
            contest.enter(
                    "engine overwrite, 4 KiB, 32 threads",
                    32,
                    (thread, turn) -> store.put(key(pick(thread, turn)), value.clone()));
            contest.enter(
                    "engine get, 4 KiB, 1 thread",
                    1,
                    (thread, turn) -> store.get(key(pick(thread, turn)))
                            .orElseThrow()
                            .value()
                            .toBytes());
            contest.enter(
                    "engine get, 4 KiB, 2 threads",
                    2,
                    (thread, turn) -> store.get(key(pick(thread, turn)))
                            .orElseThrow()
                            .value()
                            .toBytes());
            contest.run(System.err);
            contest.print(out, yardstick);
            out.println();
            out.println("Keys of 128 bytes, values random; puts of new keys unless overwriting; gets uniform over "
                    + KEYS + " keys. " + store.statistics());
        }
    }

    private static void load(Store store, byte[] value) throws InterruptedException {
        AtomicLong next = new AtomicLong();
        Load.Call put = (_, _) -> {
            long number = next.getAndIncrement();
            if (number < KEYS) {
                store.put(key(number), value.clone());
            }
        };
        while (next.get() < KEYS) {
            new Load(32, 500).measure(put);
        }
    }

    private static DiskFile prewritten(LinuxDisk disk, Arena arena) throws IOException {
        DiskFile file = disk.create("yardstick", WriteMode.DURABLE);
        ByteBuffer zeros = AlignedBuffers.allocate(arena, 1 << 20);
        for (long position = 0; position < YARDSTICK_BYTES; position += zeros.capacity()) {
            file.writeFully(zeros.clear(), position);
        }
        return file;
    }

    private static long pick(int thread, long turn) {
        return new SplittableRandom(thread * 1_000_003L + turn).nextLong(KEYS);
    }

    private static Key newKey(AtomicLong next) {
        return key(1L << 40 | next.getAndIncrement());
    }

    private static Key key(long number) {
        byte[] bytes = new byte[128];
        Arrays.fill(bytes, (byte) 'k');
        ByteBuffer.wrap(bytes).putLong(120, number);
        return Key.of(bytes);
    }
}
