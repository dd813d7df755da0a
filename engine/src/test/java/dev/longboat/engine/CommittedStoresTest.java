package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.Immutable;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.GoldenText;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Directories that version 1 wrote are opened by this build, and hold what they held. They lie in
/// `testdata/formats/v1/stores`, beside texts of what is in them. A directory that is missing is
/// written anew with `-Dlongboat.formats=write`; one that is there never is.
final class CommittedStoresTest {
    private static final Path STORES =
            Path.of(System.getProperty("basedir", ""), "..", "testdata", "formats", "v1", "stores");

    /// What is done to a new store. Immutable.
    @Immutable
    interface Making {
        void fill(Store store);
    }

    /// A store, and how it was made.
    enum Committed {
        EMPTY(_ -> {}),
        SMALL_VALUES(store -> {
            for (int i = 0; i < 6; i++) {
                store.put(Key.of("key" + i % 4), new byte[i * i * 7]);
            }
        }),
        LARGE_VALUE(store -> store.put(Key.of("large"), new byte[20_000])),
        ENDS(store -> {
            for (int i = 0; i < 3; i++) {
                for (String key : new String[] {"deleted", "purged", "erased", "trimmed", "kept"}) {
                    store.put(Key.of(key), new byte[i + 20]);
                }
            }
            store.delete(Key.of("deleted"));
            store.commit(Transaction.of(
                    new Operation.Purge(KeyRange.only(Key.of("purged"))),
                    new Operation.Erase(Key.of("erased"), store.revision() - 3),
                    new Operation.Trim(KeyRange.only(Key.of("trimmed")), 2)));
            // In the committed directory the version hangs on a lease that there never was.
            store.commit(Transaction.of(
                    new Operation.Grant(42, 1000), new Operation.Put(Key.of("leased"), NewValue.of(new byte[3]), 42)));
        }),
        LEASES(store -> {
            for (int lease = 1; lease <= 4; lease++) {
                store.commit(Transaction.of(
                        new Operation.Grant(lease, 1000L * lease),
                        new Operation.Put(Key.of("a" + lease), NewValue.of(new byte[lease]), lease),
                        new Operation.Put(Key.of("b" + lease), NewValue.of(new byte[lease]), lease)));
            }
            store.put(Key.of("b3"), new byte[3]);
            store.revoke(2);
            store.delete(Key.of("a4"));
        }),
        MERGED_TABLES(store -> {
            for (int i = 0; i < 60; i++) {
                store.put(Key.of("key" + i % 25), new byte[i]);
            }
        }),
        TORN_TAIL(store -> {
            for (int i = 0; i < 4; i++) {
                store.put(Key.of("key" + i), new byte[500]);
            }
        }),
        COMPRESSED_VALUES(store -> {
            for (int i = 0; i < 10; i++) {
                store.put(Key.of("key" + i % 4), new byte[i * i * 40]);
            }
            byte[] noiseWithin = new byte[16_000];
            new SplittableRandom(3).nextBytes(noiseWithin);
            Arrays.fill(noiseWithin, 6000, 9000, (byte) 0);
            store.put(Key.of("large"), noiseWithin);
        });

        private final Making making;

        Committed(Making making) {
            this.making = making;
        }

        private Path directory() {
            return STORES.resolve(name().toLowerCase(Locale.ROOT));
        }

        private SimDisk make() {
            SimDisk disk = new SimDisk();
            Store store = Store.open(
                    new StorePorts(disk, new SimClock(), new SimRandomness(name().hashCode()), false),
                    this == COMPRESSED_VALUES ? StoreWorkload.compressing(SmallStore.OPTIONS) : SmallStore.OPTIONS);
            making.fill(store);
            if (this != TORN_TAIL) {
                store.close();
                return disk;
            }
            SimDisk left = disk.crash(CrashChoice.keepAll());
            ModelledStore.abandon(disk, store);
            String segment = "journal/00000001.seg";
            left.atRest().resize(segment, left.atRest().bytes(segment).length - 100L);
            return left;
        }
    }

    @ParameterizedTest
    @EnumSource
    void committedStore_isOpened_andHoldsWhatItHeld(Committed committed) throws IOException {
        if ("write".equals(System.getProperty("longboat.formats")) && !Files.exists(committed.directory())) {
            committed.make().atRest().save(committed.directory());
        }
        SimDisk disk = new SimDisk();
        disk.atRest().load(committed.directory());
        String told;
        try (Store store = SmallStore.open(disk)) {
            told = tell(store);
        }
        GoldenText.at(STORES.resolve(committed.directory().getFileName() + ".txt"))
                .matches(told);
        try (Store store = SmallStore.open(disk)) {
            assertThat(tell(store)).isEqualTo(told);
            long revision = store.revision();
            store.put(Key.of("later"), new byte[5000]);
            assertThat(store.revision()).isEqualTo(revision + 1);
        }
        try (Store store = SmallStore.open(disk)) {
            assertThat(store.get(Key.of("later")).orElseThrow().value().length())
                    .isEqualTo(5000);
        }
    }

    private static String tell(Store store) {
        StringBuilder told = new StringBuilder();
        told.append("revision ").append(store.revision()).append("  keys ");
        told.append(store.statistics().keys())
                .append("  store ")
                .append(store.id())
                .append('\n');
        Told.leases(store).forEach(lease -> told.append(lease).append('\n'));
        long step = 1 + store.revision() / 20;
        for (long revision = store.revision(); revision > 0; revision -= step) {
            told.append("at ").append(revision).append('\n');
            try (Snapshot snapshot = store.snapshot(View.at(revision))) {
                Told.rest(snapshot.range(KeyRange.all(), Order.ASCENDING), Long.MAX_VALUE)
                        .forEach(line -> told.append("  ").append(line).append('\n'));
            }
        }
        return told.toString();
    }
}
