package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longboat.disk.Ballast;
import dev.longboat.disk.Clock;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A small disk is full of values. Whoever takes some of them away needs to do nothing else: the
/// store gives their room back and takes new values, also where a segment is as large as the disk,
/// where a memtable would never be flushed otherwise, and where most of every segment lives.
final class ReturnToServiceTest {
    private static final int VALUE_BYTES = 3000;
    private static final int BALLAST_BYTES = 128 << 10;
    private static final int CALLS_MAX = 12;

    private final SimDisk disk = new SimDisk();
    private final SimClock clock = new SimClock(ModelledStore.EPOCH_MILLIS);

    /// How a disk is laid out.
    enum Layout {
        SMALL_SEGMENTS(64 << 10, 12),
        SMALL_SEGMENTS_AND_ONE_MEMTABLE(64 << 10, 100_000),
        LARGE_SEGMENTS(128 << 10, 12),
        LARGE_SEGMENTS_AND_ONE_MEMTABLE(128 << 10, 100_000),
        ONE_SEGMENT(8 << 20, 12),
        ONE_SEGMENT_AND_ONE_MEMTABLE(8 << 20, 100_000);

        private final int segmentBytes;
        private final int rows;

        Layout(int segmentBytes, int rows) {
            this.segmentBytes = segmentBytes;
            this.rows = rows;
        }

        StoreOptions options(Retention retention) {
            return StoreWorkload.OPTIONS.toBuilder()
                    .segmentBytes(segmentBytes)
                    .frameBytesMax(32 << 10)
                    .extentBytes(16 << 10)
                    .memtableRowsMax(rows)
                    .replayBytesMax(1L << 30)
                    .ballastBytes(BALLAST_BYTES)
                    .retention(retention)
                    .build();
        }

        /// Whether a key is taken away: as few go as leave the rest of a segment to be moved in the
        /// room of the ballast.
        boolean goes(int i) {
            return segmentBytes > BALLAST_BYTES ? i % 32 != 0 : segmentBytes == BALLAST_BYTES ? i % 4 != 0 : i % 2 == 0;
        }
    }

    @ParameterizedTest
    @EnumSource
    void keysThatAreDeleted_makeRoom_whereTheNewestVersionsAreKept(Layout layout) {
        disk.capacityBytes(1 << 20);
        try (Store store = open(layout.options(Retention.newest()))) {
            int keys = fillWithKeys(store);
            takeAway(layout, keys, i -> callUntilTaken(store, () -> store.delete(key(i))));
            assertReturns(store);
            assertRest(store, keys, i -> !layout.goes(i));
        }
        disk.requireAllClosed();
    }

    @ParameterizedTest
    @EnumSource
    void purgedKeys_makeRoom(Layout layout) {
        disk.capacityBytes(1 << 20);
        try (Store store = open(layout.options(Retention.all()))) {
            int keys = fillWithKeys(store);
            takeAway(layout, keys, i -> store.commit(Transaction.of(new Operation.Purge(KeyRange.only(key(i))))));
            assertReturns(store);
            assertRest(store, keys, i -> !layout.goes(i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void trimmedHistory_makesRoom(Layout layout) {
        disk.capacityBytes(1 << 20);
        try (Store store = open(layout.options(Retention.all()))) {
            overwrite(store);
            store.commit(Transaction.of(new Operation.Trim(KeyRange.all(), 1)));
            assertReturns(store);
            assertRest(store, 10, _ -> true);
        }
    }

    @ParameterizedTest
    @EnumSource
    void historyUpToARevision_makesRoom(Layout layout) {
        disk.capacityBytes(1 << 20);
        try (Store store = open(layout.options(Retention.all()))) {
            overwrite(store);
            store.trimTo(store.revision());
            assertReturns(store);
            assertRest(store, 10, _ -> true);
        }
    }

    /// Ten times what the disk holds passes through it.
    @ParameterizedTest
    @EnumSource
    void overwrittenValues_makeRoomAgainAndAgain_alsoAfterARestart(Layout layout) {
        disk.capacityBytes(1 << 20);
        for (int run = 0; run < 2; run++) {
            try (Store store = open(layout.options(Retention.newest()))) {
                for (int i = 0; i < 1800; i++) {
                    int number = i % 10;
                    callUntilTaken(store, () -> store.put(key(number), value(number)));
                }
                assertRest(store, 10, _ -> true);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void quota_isMetAgain_whenKeysAreDeleted(Layout layout) {
        StoreOptions options = layout.options(Retention.newest()).toBuilder()
                .quotaBytes(600_000)
                .build();
        try (Store store = open(options)) {
            int keys = fillWithKeys(store);
            assertThat(store.statistics().space().alarm()).isEqualTo(SpaceAlarm.OVER_QUOTA);
            takeAway(layout, keys, i -> callUntilTaken(store, () -> store.delete(key(i))));
            assertReturns(store);
            assertRest(store, keys, i -> !layout.goes(i));
        }
    }

    /// Nothing but threads does the work: no call is made while it goes on.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*SEGMENTS.*")
    void threads_giveRoomBack_whileNobodyCalls(Layout layout) throws Exception {
        disk.capacityBytes(8 << 20);
        StorePorts ports = new StorePorts(disk, Clock.system(), new SimRandomness(7), true);
        StoreOptions large = layout.options(Retention.newest()).toBuilder()
                .segmentBytes(8 * layout.segmentBytes)
                .frameBytesMax(256 << 10)
                .extentBytes(128 << 10)
                .tableBytesMax(32 << 10)
                .ballastBytes(8 * BALLAST_BYTES)
                .build();
        try (Store store = Store.open(ports, large)) {
            int keys = fillWithKeys(store);
            takeAway(layout, keys, i -> deleteOnceThereIsRoom(store, key(i)));
            for (int tries = 0; !disk.atRest().files().contains(Ballast.NAME); tries++) {
                assertThat(tries).describedAs("%s", store.statistics()).isLessThan(5_000);
                Thread.sleep(2); // the ballast on the disk is the condition
            }
            // The ballast has its name a moment before the guard knows.
            for (int tries = 0; store.statistics().space().alarm() != SpaceAlarm.NONE; tries++) {
                assertThat(tries).isLessThan(5_000);
                Thread.sleep(2); // the alarm is the condition
            }
            store.put(Key.of("new"), new byte[VALUE_BYTES]);
            assertThat(store.failure()).isNotDone();
        }
        disk.requireAllClosed();
    }

    /// Deletes may come faster than room.
    private static void deleteOnceThereIsRoom(Store store, Key key) {
        for (int tries = 0; tries < 5_000; tries++) {
            try {
                assertThat(store.delete(key)).isTrue();
                return;
            } catch (ResourceExhaustedException _) {
                LockSupport.parkNanos(2_000_000);
            }
        }
        throw new AssertionError("never any room for a delete: " + store.statistics());
    }

    private Store open(StoreOptions options) {
        return Store.open(new StorePorts(disk, clock, new SimRandomness(7), false), options);
    }

    /// @return how many keys it took until one was refused
    private static int fillWithKeys(Store store) {
        for (int i = 0; i < 5000; i++) {
            int number = i;
            ResourceExhaustedException refusal =
                    catchThrowableOfType(ResourceExhaustedException.class, () -> store.put(key(number), value(number)));
            if (refusal != null) {
                assertThat(i).isGreaterThan(100);
                return i;
            }
        }
        throw new AssertionError("the disk is never full");
    }

    private static void takeAway(Layout layout, int keys, IntConsumer way) {
        IntStream.range(0, keys).filter(layout::goes).forEach(way);
    }

    private static void overwrite(Store store) {
        List<ResourceExhaustedException> refusals = new ArrayList<>();
        for (int i = 0; refusals.isEmpty() && i < 1000; i++) {
            int number = i % 10;
            ResourceExhaustedException refusal =
                    catchThrowableOfType(ResourceExhaustedException.class, () -> store.put(key(number), value(number)));
            if (refusal != null) {
                refusals.add(refusal);
            }
        }
        assertThat(refusals).hasSize(1);
    }

    private void assertReturns(Store store) {
        callUntilTaken(store, () -> store.put(Key.of("new"), new byte[VALUE_BYTES]));
        assertThat(store.statistics().space().alarm()).isEqualTo(SpaceAlarm.NONE);
        assertThat(store.failure()).isNotDone();
    }

    /// A call and time are all it takes.
    private void callUntilTaken(Store store, Runnable call) {
        ResourceExhaustedException refusal = null;
        for (int calls = 0; calls < CALLS_MAX; calls++) {
            refusal = catchThrowableOfType(ResourceExhaustedException.class, call::run);
            if (refusal == null) {
                return;
            }
            clock.advance(Duration.ofSeconds(10));
        }
        throw new AssertionError(store.statistics().toString(), refusal);
    }

    private static void assertRest(Store store, int keys, IntPredicate lives) {
        for (int i = 0; i < keys; i++) {
            if (lives.test(i)) {
                assertThat(store.get(key(i)).orElseThrow().value().toBytes()).isEqualTo(value(i));
            } else {
                assertThat(store.get(key(i))).isEmpty();
            }
        }
    }

    private static Key key(int i) {
        return Key.of("key" + i);
    }

    private static byte[] value(int i) {
        byte[] value = new byte[VALUE_BYTES];
        Arrays.fill(value, (byte) i);
        return value;
    }
}
