package dev.longboat.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/// Every call to the disk fails once, each in every way that its kind can fail, and the workload
/// goes on: with the same journal after a full disk, with a new one after anything else (J3). Then
/// the process ends, with or without the power. What was acknowledged is there, what was reported
/// absent is not.
class JournalFaultTest {
    private static final int STEPS = 40;
    private static final long SEED = 11;

    @ParameterizedTest
    @EnumSource
    void failureOfAnyCall_losesNothingAcknowledged(CallKind kind) throws IOException {
        for (FaultEffect effect : effects(kind)) {
            long nth = 1;
            while (strike(kind, nth, effect)) {
                nth++;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void failureForGood_losesNothingAcknowledged(CallKind kind) throws IOException {
        for (long nth = 1; nth <= 40; nth += 3) {
            SimDisk disk = new SimDisk();
            disk.plan(Fault.nth(kind, nth, FaultEffect.inputOutput()).forGood());
            Promises promises = new Promises();
            JournalWorkload workload = new JournalWorkload(disk, PlantedBug.NONE, promises, SEED);
            workload.run(STEPS);
            workload.close();
            disk.clearFaults();
            recover(disk, promises, PlantedBug.NONE, kind + " " + nth + " for good");
        }
    }

    @Test
    void failedSync_onADiskThatThenLies_losesNothingAcknowledged() throws IOException {
        assertThat(loseSyncs(PlantedBug.NONE)).isGreaterThan(20);
    }

    @Test
    void plantedBug_failedSyncIsRetried_isFound() {
        assertThatThrownBy(() -> loseSyncs(PlantedBug.FAILED_SYNC_IS_RETRIED)).isInstanceOf(AssertionError.class);
    }

    /// Runs the workload once for each sync that is lost, on durable writes that are made of a
    /// write and a sync.
    private static int loseSyncs(PlantedBug bug) throws IOException {
        for (int nth = 1; ; nth++) {
            SimDisk disk = new SimDisk();
            Fault fault =
                    Fault.nth(CallKind.SYNC, nth, new FaultEffect.LostSync()).under(SegmentHeader.DIRECTORY);
            disk.plan(fault);
            Promises promises = new Promises();
            Disk used = new SyncingDisk(disk);
            JournalWorkload workload = new JournalWorkload(used, bug, promises, SEED);
            workload.run(STEPS);
            recover(disk, promises, bug, "lost sync " + nth);
            if (nth > 60) {
                return nth;
            }
        }
    }

    /// @return whether the workload went beyond the fault
    private static boolean strike(CallKind kind, long nth, FaultEffect effect) throws IOException {
        SimDisk disk = new SimDisk();
        AtomicBoolean passed = new AtomicBoolean();
        disk.plan(Fault.nth(kind, nth, effect));
        disk.plan(Fault.nth(kind, nth + 1, new FaultEffect.Delay(() -> passed.set(true))));
        Promises promises = new Promises();
        JournalWorkload workload = new JournalWorkload(disk, PlantedBug.NONE, promises, SEED);
        workload.run(STEPS);
        workload.close();
        recover(disk, promises, PlantedBug.NONE, effect + " at " + kind + " " + nth);
        return passed.get();
    }

    private static void recover(SimDisk disk, Promises promises, PlantedBug bug, String story) {
        CrashStates states = new CrashStates(promises, bug, SEED, Integer.MAX_VALUE);
        for (CrashChoice choice : List.of(CrashChoice.keepAll(), CrashChoice.dropAll(), CrashChoice.random(SEED))) {
            states.recover(disk.crash(choice), story + ", " + choice);
        }
    }

    private static List<FaultEffect> effects(CallKind kind) {
        List<FaultEffect> effects = new ArrayList<>();
        effects.add(new FaultEffect.InputOutput(false));
        effects.add(new FaultEffect.InputOutput(true));
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
