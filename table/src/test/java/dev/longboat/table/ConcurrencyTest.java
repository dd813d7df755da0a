package dev.longboat.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.SimDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Many readers at once see what one does, even as the cache evicts under them (T9) and the table
/// is closed (T8).
final class ConcurrencyTest {
    private static final int THREADS = 6;

    @Test
    void cacheUnderManyThreads_neverMixesEntries() throws Exception {
        try (SlabCache cache = new SlabCache(3 << 20)) {
            inParallel(thread -> {
                Random random = new Random(thread);
                int hits = 0;
                for (int i = 0; i < 20_000; i++) {
                    long owner = random.nextInt(3);
                    long offset = random.nextInt(1500);
                    int length = (int) (offset * 37 % 20_000);
                    byte[] bytes = new byte[length];
                    if (cache.get(owner, offset, bytes, length)) {
                        hits++;
                        for (byte each : bytes) {
                            if (each != (byte) (owner + offset)) {
                                throw new AssertionError("entry " + owner + "/" + offset + " holds another's bytes");
                            }
                        }
                    } else {
                        java.util.Arrays.fill(bytes, (byte) (owner + offset));
                        cache.put(owner, offset, ByteBuffer.wrap(bytes));
                    }
                    if (i % 5000 == 0) {
                        cache.clear(owner);
                    }
                }
                return hits;
            });
            assertThat(cache.statistics().hits()).isPositive();
            assertThat(cache.statistics().evictions()).isPositive();
            assertThat(cache.statistics().bytes()).isLessThanOrEqualTo(3 << 20);
        }
    }

    @Test
    void readersWithATinyCache_agreeWithTheModel() throws Exception {
        SimDisk disk = new SimDisk();
        NavigableMap<Rows.Place, Rows.Row> model = Rows.random(new Random(8), 3000);
        Rows.write(disk, "t", 1, TableOptions.defaults(), model.values());
        try (BlockCache cache = new BlockCache(1 << 20);
                Table table = Table.open(disk, "t", Rows.STORE, 1, cache)) {
            List<Rows.Row> rows = Rows.list(model);
            inParallel(thread -> {
                Random random = new Random(100 + thread);
                try (RowCursor cursor = table.cursor()) {
                    new CursorModel(model, cursor, random).walk(1500);
                }
                for (int i = 0; i < 1500; i++) {
                    Rows.Row row = Rows.pick(random, rows);
                    TableRow found = table.find(row.key(), row.revision()).orElseThrow();
                    assertThat(found.payload()).isEqualTo(ByteBuffer.wrap(row.payload()));
                }
                return 0;
            });
            assertThat(cache.statistics().bytes()).isEqualTo(1 << 20);
        }
    }

    @Test
    void tableClosedUnderItsReaders_letsEachLookUpFinish() throws Exception {
        SimDisk disk = new SimDisk();
        NavigableMap<Rows.Place, Rows.Row> model = Rows.random(new Random(9), 500);
        Rows.write(disk, "t", 1, TableOptions.defaults(), model.values());
        List<Rows.Row> rows = Rows.list(model);
        for (int round = 0; round < 20; round++) {
            try (BlockCache cache = new BlockCache(0)) {
                Table table = Table.open(disk, "t", Rows.STORE, 1, cache);
                AtomicInteger found = new AtomicInteger();
                inParallel(thread -> {
                    Random random = new Random(thread);
                    try {
                        while (true) {
                            Rows.Row row = Rows.pick(random, rows);
                            assertThat(table.find(row.key(), row.revision())).isPresent();
                            if (found.incrementAndGet() == 50) {
                                table.close();
                            }
                        }
                    } catch (IllegalStateException closed) {
                        assertThat(closed).hasMessageContaining("the table is closed");
                    }
                    return 0;
                });
                assertThat(found.get()).isGreaterThanOrEqualTo(50);
            }
        }
    }

    private interface Work {
        int run(int thread) throws Exception;
    }

    private static void inParallel(Work work) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                all.add(() -> work.run(thread));
            }
            for (Future<Integer> each : threads.invokeAll(all)) {
                each.get();
            }
        }
    }
}
