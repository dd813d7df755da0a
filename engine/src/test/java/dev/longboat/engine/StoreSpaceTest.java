package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.Samples;
import dev.longboat.testkit.Seeds;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// A store gives its space back: what is overwritten, purged or trimmed does not stay on the disk,
/// while everything that can be seen does (E9). Sizes are those of all files on a simulated disk.
final class StoreSpaceTest {
    private static final int KEYS = 400;
    private static final int OVERWRITES = 20;

    /// Many small journal segments, tables and memtables, in proportion to the few keys.
    private static final StoreOptions OPTIONS = StoreOptions.builder()
            .memoryBytes(8L << 20)
            .segmentBytes(256 << 10)
            .frameBytesMax(64 << 10)
            .zeroAheadBytes(0)
            .ballastBytes(0)
            .inlineValueBytesMax(64)
            .extentBytes(32 << 10)
            .memtableRowsMax(40)
            .replayBytesMax(128 << 10)
            .mergeFanIn(3)
            .tableBytesMax(8 << 10)
            .retention(Retention.newest())
            .build();

    @Test
    void overwriting_keepsTheDirectoryNearWhatLives() {
        Seeds.of(StoreSpaceTest.class).run(2, seed -> {
            Samples samples = new Samples(seed);
            SimDisk disk = new SimDisk();
            double worst = 0;
            try (Store store = open(disk, OPTIONS)) {
                long live = 0;
                for (int i = 0; i < KEYS; i++) {
                    store.put(key(i), samples.bytes(6000));
                    live += 6000 + key(i).length();
                }
                for (int i = 0; i < OVERWRITES * KEYS; i++) {
                    store.put(key(samples.below(KEYS)), samples.bytes(6000));
                    if (i > KEYS && i % 50 == 0) {
                        worst = Math.max(worst, (double) bytes(disk) / live);
                    }
                }
            }
            System.out.printf("seed %d: at most %.2f times what lives%n", seed, worst);
            assertThat(worst).isLessThan(2.0);
        });
    }

    @Test
    void purgedAndTrimmed_leavesTheDisk() {
        Seeds.of(StoreSpaceTest.class).run(2, seed -> {
            Samples samples = new Samples(seed);
            SimDisk disk = new SimDisk();
            StoreOptions keepAll =
                    OPTIONS.toBuilder().retention(Retention.all()).build();
            try (Store store = open(disk, keepAll)) {
                for (int i = 0; i < 4 * KEYS; i++) {
                    store.put(key(i % KEYS), samples.bytes(5000));
                }
                long whole = bytes(disk);
                store.trimTo(store.revision());
                settle(store);
                long trimmed = bytes(disk);
                assertThat(trimmed).isLessThan(whole / 2);
                for (int i = 0; i < KEYS; i++) {
                    assertThat(store.get(key(i))).isPresent();
                }
                store.commit(Transaction.of(new Operation.Purge(KeyRange.all())));
                settle(store);
                assertThat(bytes(disk)).isLessThan(whole / 5);
                assertThat(store.put(key(3), new byte[1]).ordinal()).isEqualTo(5);
            }
            try (Store store = open(disk, keepAll)) {
                assertThat(store.snapshot().count(KeyRange.prefix("key".getBytes(StandardCharsets.UTF_8))))
                        .isEqualTo(1);
                assertThat(store.put(key(4), new byte[1]).ordinal()).isEqualTo(5);
            }
        });
    }

    /// Writes enough that everything due is done.
    private static void settle(Store store) {
        for (int i = 0; i < 3 * OPTIONS.memtableRowsMax(); i++) {
            store.put(Key.of("settled"), new byte[4000]);
        }
    }

    private static Key key(int number) {
        return Key.of(String.format("key%06d", number));
    }

    private static Store open(SimDisk disk, StoreOptions options) {
        return Store.open(
                new StorePorts(disk, new SimClock(ModelledStore.EPOCH_MILLIS), new SimRandomness(7), false), options);
    }

    private static long bytes(SimDisk disk) {
        return disk.atRest().size();
    }
}
