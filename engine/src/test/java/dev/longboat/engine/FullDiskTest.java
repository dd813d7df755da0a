package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longboat.disk.Ballast;
import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.Fault;
import dev.longboat.testkit.FaultEffect;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The disk is full: new values are refused, and everything else goes on in the room that the
/// ballast held: reads, deletes, purges, trims, flushes, merges, the manifest's edits, a restart.
/// When there is room again the ballast is made anew, and new values are taken, without a word from
/// anybody.
final class FullDiskTest {
    private static final int BALLAST_BYTES = 512 << 10;
    private static final StoreOptions OPTIONS = StoreWorkload.OPTIONS.toBuilder()
            .ballastBytes(BALLAST_BYTES)
            .memtableRowsMax(12)
            .build();
    private static final long CAPACITY = 1 << 20;
    private static final int KEYS = 40;

    private final SimDisk disk = new SimDisk();

    @Test
    void fullDisk_refusesNewValues_namingTheNumbers_andTakesThemWhenThereIsRoom() {
        disk.capacityBytes(CAPACITY);
        try (Store store = open()) {
            ResourceExhaustedException refusal = fill(store);
            assertThat(refusal.reason()).isEqualTo(ResourceExhaustedException.Reason.DISK_FULL);
            long needed = BALLAST_BYTES * 3 / 2;
            assertThat(refusal).hasMessageContaining("until " + needed + " bytes are free");
            assertThat(store.statistics().space().alarm()).isEqualTo(SpaceAlarm.DISK_FULL);
            assertThat(store.statistics().space().ballastBytes()).isZero();
            assertThat(disk.atRest().files()).doesNotContain(Ballast.NAME);

            disk.capacityBytes(CAPACITY + BALLAST_BYTES / 4);
            assertThatThrownBy(() -> put(store, 0)).isInstanceOf(ResourceExhaustedException.class);
            disk.capacityBytes(CAPACITY + BALLAST_BYTES);
            put(store, 0);
            SpaceStatistics space = store.statistics().space();
            assertThat(space.alarm()).isEqualTo(SpaceAlarm.NONE);
            assertThat(space.ballastBytes()).isEqualTo(BALLAST_BYTES);
            assertThat(disk.atRest().bytes(Ballast.NAME)).hasSize(BALLAST_BYTES);
        }
    }

    @Test
    void fullDisk_letsEverythingElseGoOn() {
        disk.capacityBytes(CAPACITY);
        try (Store store = open()) {
            fill(store);
            List<String> tables = tables();
            long revision = store.revision();
            for (int i = 0; i < KEYS; i++) {
                Key key = key(i);
                byte[] value = store.get(key).orElseThrow().value().toBytes();
                assertThat(value).hasSize(3000);
                switch (i % 4) {
                    case 0 -> assertThat(store.delete(key)).isTrue();
                    case 1 -> commit(store, new Operation.Purge(KeyRange.only(key)));
                    case 2 -> commit(store, new Operation.Trim(KeyRange.only(key), 1));
                    default -> commit(store, new Operation.Erase(key, oldest(store, key)));
                }
                assertThatThrownBy(() -> put(store, 1)).isInstanceOf(ResourceExhaustedException.class);
                assertThatThrownBy(() ->
                                store.upload().append(ByteBuffer.allocate(100)).join())
                        .hasCauseInstanceOf(ResourceExhaustedException.class);
                assertThat(store.get(key).isPresent()).isEqualTo(i % 4 > 1);
            }
            assertThat(store.revision()).isEqualTo(revision + KEYS);
            assertThat(tables())
                    .describedAs("tables, flushed and merged while the disk was full")
                    .isNotEqualTo(tables);
            assertThat(store.failure()).isNotDone();
        }
    }

    /// Their rows would fill what a flush and a merge need to make room of them.
    @Test
    void removalsAndDeletes_stopWhileThereIsNoRoomForAMerge() {
        disk.capacityBytes(CAPACITY);
        try (Store store = open()) {
            fill(store);
            Transaction purge = Transaction.of(new Operation.Purge(KeyRange.only(key(1))));
            long free = store.statistics().space().freeBytes();
            disk.capacityBytes(CAPACITY - free + BALLAST_BYTES / 8);
            assertThatThrownBy(() -> store.commit(purge)).hasMessageContaining("try again a moment later");
            assertThatThrownBy(() -> store.delete(key(2))).hasMessageContaining("try again a moment later");
            assertThat(store.get(key(1))).isPresent();

            disk.capacityBytes(CAPACITY);
            assertThat(store.commit(purge).changed()).isTrue();
            assertThat(store.delete(key(2))).isTrue();
        }
    }

    /// A transaction is judged by what it does, not by what it might have done.
    @Test
    void fullDisk_letsATransactionThrough_whoseChosenSideBringsNoValue() {
        disk.capacityBytes(CAPACITY);
        try (Store store = open()) {
            fill(store);
            Transaction deletesOrPuts = new Transaction(
                    List.of(Condition.exists(key(1))),
                    List.of(new Operation.Delete(KeyRange.only(key(1)))),
                    List.of(new Operation.Put(key(1), NewValue.of(new byte[10]))));
            assertThat(store.commit(deletesOrPuts).changed()).isTrue();
            assertThatThrownBy(() -> store.commit(deletesOrPuts)).isInstanceOf(ResourceExhaustedException.class);
        }
    }

    @Test
    void restartOnAFullDisk_givesTheBallastUp_andGoesOnRefusing() {
        disk.capacityBytes(CAPACITY);
        try (Store store = open()) {
            for (int i = 0; i < KEYS; i++) {
                put(store, i);
            }
        }
        disk.capacityBytes(0);
        long free = disk.atRest().bytes(Ballast.NAME).length;
        disk.capacityBytes(used(disk));
        assertThat(free).isEqualTo(BALLAST_BYTES);
        try (Store store = open()) {
            assertThat(disk.atRest().files()).doesNotContain(Ballast.NAME);
            assertThatThrownBy(() -> put(store, 1)).isInstanceOf(ResourceExhaustedException.class);
            for (int i = 0; i < KEYS; i++) {
                assertThat(store.delete(key(i))).isTrue();
            }
        }
        try (Store store = open()) {
            assertThat(store.statistics().keys()).isZero();
            assertThatThrownBy(() -> put(store, 1)).isInstanceOf(ResourceExhaustedException.class);
            disk.capacityBytes(4 * CAPACITY);
            put(store, 1);
        }
        disk.requireAllClosed();
    }

    /// A disk that takes no file of that size, say: nothing that was promised depends on the
    /// ballast.
    @Test
    void ballastThatCannotBeMade_failsNothing_andIsTriedAgainLater() {
        SimClock clock = new SimClock(ModelledStore.EPOCH_MILLIS);
        disk.plan(Fault.nth(CallKind.WRITE, 1, FaultEffect.inputOutput())
                .under(Ballast.NAME)
                .forGood());
        try (Store store = Store.open(new StorePorts(disk, clock, new SimRandomness(7), false), OPTIONS)) {
            for (int i = 0; i < KEYS; i++) {
                put(store, i);
            }
            SpaceStatistics space = store.statistics().space();
            assertThat(space.alarm()).isEqualTo(SpaceAlarm.NONE);
            assertThat(space.ballastBytes()).isZero();
            assertThat(disk.atRest().files()).noneMatch(name -> name.startsWith(Ballast.NAME));
            disk.clearFaults();
            put(store, 1);
            assertThat(disk.atRest().files()).doesNotContain(Ballast.NAME);
            clock.advance(Duration.ofMinutes(1));
            put(store, 2);
            assertThat(store.statistics().space().ballastBytes()).isEqualTo(BALLAST_BYTES);
            assertThat(store.failure()).isNotDone();
        }
    }

    @Test
    void withoutBallast_fullDiskRefusesWhatDoesNotFit_andNothingElse() {
        disk.capacityBytes(CAPACITY);
        try (Store store = open(OPTIONS.toBuilder().ballastBytes(0).build())) {
            ResourceExhaustedException refusal = fill(store);
            assertThat(refusal).hasMessageContaining("disk is full");
            assertThat(store.get(key(0))).isPresent();
            disk.capacityBytes(2 * CAPACITY);
            put(store, 0);
        }
    }

    /// From any call on no file can grow, ballast or not; then they can again.
    @Test
    void diskThatTakesNothingMore_fromAnyCallOn_losesNothing_andServiceReturns() throws IOException {
        int refused = 0;
        for (CallKind kind : List.of(CallKind.WRITE, CallKind.CREATE, CallKind.SYNC_DIRECTORY)) {
            for (long nth = 1; nth < 130; nth += kind == CallKind.WRITE ? 2 : 7) {
                SimDisk full = new SimDisk();
                StorePromises promises = new StorePromises();
                StoreWorkload workload = new StoreWorkload(full, promises, nth);
                workload.run(3);
                full.plan(Fault.nth(kind, nth, new FaultEffect.Delay(() -> full.capacityBytes(0))));
                workload.run(40);
                refused += workload.exhausted();
                assertThat(workload.failed()).describedAs("stores that failed").isZero();
                full.clearFaults();
                full.capacityBytes(4 << 20);
                int before = workload.exhausted();
                workload.passTime();
                workload.run(20);
                assertThat(workload.exhausted()).isEqualTo(before);
                workload.close();
                String state = kind + " " + nth;
                new StoreCrashes(promises, StoreBug.NONE::disk, nth, Integer.MAX_VALUE)
                        .recover(full.crash(CrashChoice.dropAll()), () -> state);
            }
        }
        assertThat(refused).isGreaterThan(150);
    }

    /// The power is cut at every call while the ballast comes, goes and comes again. There is more
    /// room afterwards, since the proof writes to what it has recovered.
    @ParameterizedTest
    @ValueSource(longs = {2, 4, 5})
    void powerCutOnAFullDisk_losesNothingAcknowledged(long seed) throws IOException {
        int capacity = 100_000;
        SimDisk full = new SimDisk();
        full.capacityBytes(capacity);
        StorePromises promises = new StorePromises();
        StoreCrashes crashes = new StoreCrashes(promises, StoreBug.NONE::disk, seed, Integer.MAX_VALUE);
        List<Boolean> held = new ArrayList<>();
        int[] states = new int[1];
        full.onEveryCall(point -> {
            boolean now = full.atRest().files().contains(Ballast.NAME);
            if (held.isEmpty() || held.getLast() != now) {
                held.add(now);
            }
            List<CrashChoice> choices = point.disk().pendingUnits() == 0
                    ? List.of(CrashChoice.dropAll())
                    : List.of(CrashChoice.dropAll(), CrashChoice.keepAll(), CrashChoice.random(states[0]));
            for (CrashChoice choice : choices) {
                SimDisk left = point.disk().crash(choice);
                left.capacityBytes(states[0] % 2 == 0 ? 2 << 20 : used(left) + 120_000);
                states[0]++;
                crashes.recover(left, () -> point + ", " + choice);
            }
        });
        StoreWorkload workload = new StoreWorkload(full, promises, seed);
        for (int steps = 0; workload.exhausted() == 0; steps++) {
            assertThat(steps).describedAs("steps until a call is refused").isLessThan(400);
            workload.run(1);
        }
        workload.run(15);
        full.capacityBytes(1 << 20);
        workload.passTime();
        workload.run(10);
        workload.close();
        full.rethrowListenerFailure();
        assertThat(held).describedAs("whether the ballast was there").containsSubsequence(false, true, false, true);
        assertThat(states[0]).isGreaterThan(400);
    }

    @Test
    void threadsOnAFullDisk_areRefused_andServedAgain() throws Exception {
        disk.capacityBytes(CAPACITY);
        StorePorts ports = new StorePorts(disk, dev.longboat.disk.Clock.system(), new SimRandomness(7), true);
        try (Store store = Store.open(ports, OPTIONS)) {
            fill(store);
            for (int i = 0; i < KEYS; i++) {
                assertThat(store.delete(key(i))).isTrue();
            }
            disk.capacityBytes(8 * CAPACITY);
            for (int tries = 0; store.statistics().space().alarm() != SpaceAlarm.NONE; tries++) {
                assertThat(tries).isLessThan(10_000);
                Thread.sleep(1); // the alarm is the condition
            }
            put(store, 1);
            assertThat(store.failure()).isNotDone();
        }
        disk.requireAllClosed();
    }

    private List<String> tables() {
        return disk.atRest().files().stream()
                .filter(name -> name.startsWith("tables/"))
                .toList();
    }

    private static long used(SimDisk disk) {
        return disk.atRest().files().stream()
                .mapToLong(name -> disk.atRest().bytes(name).length)
                .sum();
    }

    private Store open() {
        return open(OPTIONS);
    }

    private Store open(StoreOptions options) {
        return Store.open(
                new StorePorts(disk, new SimClock(ModelledStore.EPOCH_MILLIS), new SimRandomness(7), false), options);
    }

    /// Puts until there is no more room.
    private static ResourceExhaustedException fill(Store store) {
        for (int i = 0; i < 1000; i++) {
            int number = i % KEYS;
            ResourceExhaustedException refusal =
                    catchThrowableOfType(ResourceExhaustedException.class, () -> put(store, number));
            if (refusal != null) {
                assertThat(i).isGreaterThan(2 * KEYS);
                return refusal;
            }
        }
        throw new AssertionError("the disk is never full");
    }

    private static Key key(int i) {
        return Key.of("key" + i);
    }

    private static void put(Store store, int i) {
        store.put(key(i), new byte[3000]);
    }

    private static void commit(Store store, Operation operation) {
        assertThat(store.commit(Transaction.of(operation)).changed()).isTrue();
    }

    private static long oldest(Store store, Key key) {
        try (Snapshot snapshot = store.snapshot()) {
            return snapshot.get(key).orElseThrow().version().createRevision();
        }
    }
}
