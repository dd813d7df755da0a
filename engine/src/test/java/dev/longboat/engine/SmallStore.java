package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.disk.Disk;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A store of a few dozen kilobytes in which there is one of everything: values in rows, in frames
/// and in extents, deletes, removals, tables from a flush and from a merge, several segments, a
/// manifest with edits, and a memtable that was not flushed. Confined to the test's thread.
///
/// @param disk which it was closed on, in good order
/// @param revision at which it stands
/// @param contents what a scan shows, by key
record SmallStore(SimDisk disk, long revision, TreeMap<Key, String> contents) {
    static final StoreOptions OPTIONS = StoreOptions.builder()
            .memoryBytes(8L << 20)
            .segmentBytes(64 << 10)
            .frameBytesMax(8 << 10)
            .zeroAheadBytes(0)
            .inlineValueBytesMax(16)
            .extentBytes(4096)
            .memtableRowsMax(8)
            .replayBytesMax(1 << 20)
            .mergeFanIn(2)
            .blockBytes(128)
            .tableBytesMax(16 << 10)
            .ballastBytes(0)
            .build();

    /// Makes one.
    static SmallStore make() {
        return make(OPTIONS, 1);
    }

    /// Makes one in which values are compressed: in rows, in one piece, and in several.
    static SmallStore makeCompressing() {
        return make(StoreWorkload.compressing(OPTIONS), 0);
    }

    /// @param step from byte to byte of a value; with 0, all but a few are equal
    private static SmallStore make(StoreOptions options, int step) {
        SimDisk disk = new SimDisk();
        SimClock clock = new SimClock(ModelledStore.EPOCH_MILLIS);
        TreeMap<Key, String> contents = new TreeMap<>();
        for (int run = 0; run < 3; run++) {
            try (Store store = open(disk, clock, options)) {
                for (int i = 0; i < 9; i++) {
                    clock.advance(Duration.ofMillis(1));
                    store.put(Key.of("k" + (run * 5 + i) % 12), value(run * 20 + i * 3, step));
                }
                store.delete(Key.of("k" + run));
                store.commit(Transaction.of(new Operation.Purge(KeyRange.only(Key.of("k" + (run + 4))))));
                store.commit(Transaction.of(new Operation.Trim(KeyRange.all(), 2)));
                store.put(Key.of("large" + run), value(4200 + run, step));
                if (run == 2) {
                    // Fills its segment, so that the manifest's last edit chains another.
                    store.put(Key.of("long"), value(30_000, step));
                }
                contents = contents(store);
            }
        }
        SimDisk left = disk.crash(CrashChoice.keepAll());
        try (Store store = open(left.crash(CrashChoice.keepAll()), clock, options)) {
            assertThat(contents(store)).isEqualTo(contents);
            return new SmallStore(left, store.revision(), contents);
        }
    }

    static Store open(Disk disk) {
        return open(disk, new SimClock(ModelledStore.EPOCH_MILLIS), OPTIONS);
    }

    private static Store open(Disk disk, SimClock clock, StoreOptions options) {
        return Store.open(new StorePorts(disk, clock, new SimRandomness(7), false), options);
    }

    private static byte[] value(int bytes, int step) {
        byte[] value = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            value[i] = (byte) (bytes + 7 * i * step + (i >> 8));
        }
        return value;
    }

    /// A copy of the disk, to be harmed.
    SimDisk copy() {
        return disk.crash(CrashChoice.keepAll());
    }

    /// What a scan of everything shows.
    static TreeMap<Key, String> contents(Store store) {
        TreeMap<Key, String> contents = new TreeMap<>();
        try (Snapshot snapshot = store.snapshot();
                RangeCursor cursor = snapshot.range(KeyRange.all(), Order.ASCENDING)) {
            while (cursor.next()) {
                contents.put(cursor.current().key(), Told.version(cursor.current()));
            }
        }
        return contents;
    }

    /// Opens a harmed copy and reads everything in it, in one scan and key by key. Each answer is
    /// right or refused.
    ///
    /// @return what was refused, and how
    List<StoreException> readEverything(SimDisk harmed) {
        List<StoreException> refusals = new ArrayList<>();
        long before = harmed.atRest().fingerprint();
        Store opened;
        try {
            opened = open(harmed);
        } catch (StoreException e) {
            assertThat(harmed.atRest().fingerprint())
                    .describedAs("bytes on disk after %s", e)
                    .isEqualTo(before);
            harmed.requireAllClosed();
            return List.of(e);
        }
        try (Store store = opened) {
            assertThat(store.revision()).isEqualTo(revision);
            try {
                assertThat(contents(store)).isEqualTo(contents);
            } catch (CorruptionException e) {
                refusals.add(e);
            }
            for (int i = 0; i < 12; i++) {
                readKey(store, Key.of("k" + i), refusals);
            }
            for (int i = 0; i < 3; i++) {
                readKey(store, Key.of("large" + i), refusals);
            }
        } catch (StoreFailedException e) {
            refusals.add(e);
        }
        return refusals;
    }

    private void readKey(Store store, Key key, List<StoreException> refusals) {
        try {
            assertThat(store.get(key).map(Told::version)).isEqualTo(Optional.ofNullable(contents.get(key)));
        } catch (CorruptionException e) {
            refusals.add(e);
        }
    }
}
