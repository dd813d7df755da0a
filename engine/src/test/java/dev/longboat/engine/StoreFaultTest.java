package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.disk.Disk;
import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.Fault;
import dev.longboat.testkit.FaultEffect;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every call to the disk fails once, each in every way that its kind can fail, and the work goes
/// on: with the same store after a full disk or a failed read, with a new one after anything else,
/// since the store then says so for ever (E6). Afterwards the process ends, with or without the
/// power: what was acknowledged is there, what was refused is not, and of what has an unknown
/// outcome there is all or nothing.
final class StoreFaultTest {
    private static final int STEPS = 50;

    /// More, when somebody asks for them.
    private static final long SEEDS = Long.getLong("longboat.count", 1);

    @ParameterizedTest
    @EnumSource
    void failureOfAnyCall_losesNothingAcknowledged(CallKind kind) throws IOException {
        int strikes = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            for (FaultEffect effect : effects(kind)) {
                for (long nth = 1; strike(kind, nth, effect, seed); nth += kind.mutates() ? 1 : 7) {
                    strikes++;
                }
            }
        }
        System.out.printf("%,d failures of %s%n", strikes, kind.verb());
    }

    @ParameterizedTest
    @EnumSource
    void failureForGood_losesNothingAcknowledged(CallKind kind) throws IOException {
        for (long nth = 1; nth <= 60; nth += 5) {
            SimDisk disk = new SimDisk();
            disk.plan(Fault.nth(kind, nth, FaultEffect.inputOutput()).forGood());
            StorePromises promises = new StorePromises();
            StoreWorkload workload = new StoreWorkload(disk, promises, nth);
            workload.run(STEPS);
            workload.close();
            disk.clearFaults();
            recover(disk, promises, kind + " " + nth + " for good");
        }
    }

    @Test
    void fullDisk_atAnySize_refusesWritesAlone_andTakesThemAgainWhenThereIsRoom() throws IOException {
        int exhausted = 0;
        for (int capacity = 20_000; capacity < 240_000; capacity += 4_096) {
            SimDisk disk = new SimDisk();
            disk.capacityBytes(capacity);
            StorePromises promises = new StorePromises();
            StoreWorkload workload = new StoreWorkload(disk, promises, capacity);
            workload.run(STEPS);
            exhausted += workload.exhausted();
            assertThat(workload.failed())
                    .describedAs("stores that failed at %d bytes", capacity)
                    .isZero();
            disk.capacityBytes(4 << 20);
            int before = workload.exhausted();
            workload.run(STEPS);
            assertThat(workload.exhausted()).isEqualTo(before);
            workload.close();
            recover(disk, promises, "a disk of " + capacity + " bytes");
        }
        assertThat(exhausted).isGreaterThan(100);
    }

    /// Works on a disk of which one call fails, then recovers.
    ///
    /// @return whether the workload went beyond the fault
    static boolean strike(CallKind kind, long nth, FaultEffect effect, long seed) throws IOException {
        SimDisk disk = new SimDisk();
        AtomicBoolean passed = new AtomicBoolean();
        disk.plan(Fault.nth(kind, nth, effect));
        disk.plan(Fault.nth(kind, nth + 1, new FaultEffect.Delay(() -> passed.set(true))));
        StorePromises promises = new StorePromises();
        StoreWorkload workload = new StoreWorkload(disk, promises, seed);
        String story = effect + " at " + kind + " " + nth + ", seed " + seed;
        try {
            workload.run(STEPS);
            workload.close();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(story + ": " + e, e);
        }
        boolean harmless = switch (effect) {
            case FaultEffect.NoSpace _ -> kind == CallKind.WRITE || kind == CallKind.CREATE || kind == CallKind.RENAME;
            case FaultEffect.TooManyOpenFiles _ -> kind == CallKind.CREATE || kind == CallKind.OPEN;
            default -> false;
        };
        if (harmless) {
            assertThat(workload.failed())
                    .describedAs("stores that failed after " + story)
                    .isZero();
        }
        recover(disk, promises, story);
        return passed.get();
    }

    private static void recover(SimDisk disk, StorePromises promises, String story) {
        StoreCrashes crashes = new StoreCrashes(promises, StoreBug.NONE::disk, 1, Integer.MAX_VALUE);
        for (CrashChoice choice : List.of(CrashChoice.keepAll(), CrashChoice.dropAll(), CrashChoice.random(1))) {
            crashes.recover(disk.crash(choice), () -> story + ", " + choice);
        }
    }

    static List<FaultEffect> effects(CallKind kind) {
        List<FaultEffect> effects = new ArrayList<>();
        effects.add(new FaultEffect.InputOutput(false));
        if (kind != CallKind.LOCK) {
            effects.add(new FaultEffect.InputOutput(true));
        }
        switch (kind) {
            case CREATE, OPEN -> {
                effects.add(new FaultEffect.TooManyOpenFiles());
                effects.add(new FaultEffect.NoSpace());
            }
            case WRITE -> {
                effects.add(new FaultEffect.NoSpace());
                effects.add(new FaultEffect.Cut(Disk.BLOCK_BYTES));
            }
            case READ -> effects.add(new FaultEffect.Cut(100));
            case SYNC, SYNC_DIRECTORY -> {
                effects.add(new FaultEffect.NoSpace());
                effects.add(new FaultEffect.LostSync());
            }
            case RENAME, LINK, DELETE, CREATE_DIRECTORY -> effects.add(new FaultEffect.NoSpace());
            case TRUNCATE, LOCK, LIST, STAT -> {}
        }
        return effects;
    }
}
