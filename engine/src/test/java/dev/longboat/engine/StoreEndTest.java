package dev.longboat.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.CrashPoint;
import dev.longboat.testkit.Fault;
import dev.longboat.testkit.FaultEffect;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// An orderly end leaves little for the next start to replay, and is worth nothing for durability:
/// it may be cut off anywhere, and fail.
final class StoreEndTest {
    /// A memtable that nothing but its end makes a table of.
    private static final StoreOptions OPTIONS = StoreOptions.builder()
            .memoryBytes(64L << 20)
            .segmentBytes(8 << 20)
            .frameBytesMax(2 << 20)
            .zeroAheadBytes(0)
            .ballastBytes(0)
            .build();

    private static final int MANY = 1100;

    private final SimDisk disk = new SimDisk();
    private int states;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyRows_areNotReplayedAfterAnOrderlyEnd(boolean threads) {
        try (Store store = open(disk, threads)) {
            fill(store, MANY);
            assertThat(store.statistics().tables()).isZero();
        }
        try (Store store = open(disk, false)) {
            assertThat(store.statistics().tables()).isOne();
            assertThat(store.statistics().memtableBytes()).isZero();
            assertThat(SmallStore.contents(store)).hasSize(MANY);
        }
    }

    @Test
    void muchJournal_isNotReplayedAfterAnOrderlyEnd() {
        try (Store store = open(disk, false)) {
            for (int i = 0; i < 3; i++) {
                store.put(Key.of("k" + i), new byte[900_000]);
            }
        }
        try (Store store = open(disk, false)) {
            assertThat(store.statistics().tables()).isOne();
            assertThat(store.statistics().memtableBytes()).isZero();
        }
    }

    @Test
    void fewRows_makeNoTable() {
        for (int run = 0; run < 3; run++) {
            try (Store store = open(disk, false)) {
                fill(store, 100);
            }
        }
        try (Store store = open(disk, false)) {
            assertThat(store.statistics().tables()).isZero();
            assertThat(store.statistics().memtableBytes()).isPositive();
        }
    }

    @Test
    void powerCutInAnOrderlyEnd_losesNothing() {
        Map<Key, String> contents;
        try (Store store = open(disk, false)) {
            fill(store, MANY);
            contents = SmallStore.contents(store);
            disk.onEveryCall(point -> check(point, contents));
        }
        disk.rethrowListenerFailure();
        assertThat(states).isGreaterThan(30);
        System.out.println(states + " crash states of an orderly end");
    }

    private void check(CrashPoint point, Map<Key, String> contents) {
        for (CrashChoice choice : choices(point.disk().pendingUnits())) {
            states++;
            SimDisk left = point.disk().crash(choice);
            try (Store store = open(left, false)) {
                assertThat(SmallStore.contents(store)).as(point + ", " + choice).isEqualTo(contents);
            }
        }
    }

    private List<CrashChoice> choices(int units) {
        List<CrashChoice> choices = new ArrayList<>(List.of(CrashChoice.dropAll()));
        if (units > 0) {
            choices.addAll(List.of(
                    CrashChoice.keepAll(),
                    CrashChoice.zeroAll(),
                    CrashChoice.dropFirst(1),
                    CrashChoice.keepFirst(units / 2),
                    CrashChoice.random(states)));
        }
        return choices;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fullDisk_leavesTheRowsToTheJournal(boolean threads) {
        Map<Key, String> contents;
        try (Store store = open(disk, threads)) {
            fill(store, MANY);
            contents = SmallStore.contents(store);
            disk.capacityBytes(1);
        }
        disk.capacityBytes(Long.MAX_VALUE);
        try (Store store = open(disk, false)) {
            assertThat(store.statistics().tables()).isZero();
            assertThat(SmallStore.contents(store)).isEqualTo(contents);
        }
        disk.requireAllClosed();
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "WRITE", "SYNC", "SYNC_DIRECTORY"})
    void failureInAnOrderlyEnd_losesNothing(CallKind kind) {
        for (int nth = 1; nth <= 4; nth++) {
            SimDisk failing = new SimDisk();
            Store ending = open(failing, false);
            fill(ending, MANY);
            Map<Key, String> contents = SmallStore.contents(ending);
            failing.plan(Fault.nth(kind, nth, FaultEffect.inputOutput()));
            try {
                ending.close();
            } catch (StoreFailedException _) {
                // The last mark could not be written either.
            }
            failing.clearFaults();
            try (Store store = open(failing, false)) {
                assertThat(SmallStore.contents(store)).as(kind + " " + nth).isEqualTo(contents);
                assertThat(store.statistics().tables()).isLessThanOrEqualTo(nth == 1 ? 0 : 1);
            }
            failing.requireAllClosed();
        }
    }

    private static void fill(Store store, int keys) {
        List<Operation> puts = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            puts.add(new Operation.Put(Key.of("k" + i), NewValue.of(("value " + i).getBytes(UTF_8))));
        }
        store.commit(Transaction.of(puts.toArray(Operation[]::new)));
    }

    private static Store open(SimDisk disk, boolean threads) {
        return Store.open(new StorePorts(disk, new SimClock(1_000_000), new SimRandomness(7), threads), OPTIONS);
    }
}
