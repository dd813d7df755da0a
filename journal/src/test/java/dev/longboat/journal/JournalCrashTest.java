package dev.longboat.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The power is cut before, in and after every call that a workload makes to the disk, and again in
/// every call of the recovery. Acknowledged entries are there, whole and in order (J1, J2); what a
/// recovery showed, the next one shows (J7); no state is refused. The same test, given a journal
/// with a bug planted in it, must fail: only then does its silence mean something.
class JournalCrashTest {
    private static final int STEPS = 60;
    private static final int SEEDS = 6;

    @Test
    void cutAnywhere_losesNothingAcknowledged() throws IOException {
        long states = 0;
        long deep = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            CrashStates crashes = cutEverywhere(PlantedBug.NONE, seed, 20);
            states += crashes.states();
            deep += crashes.deepStates();
        }
        assertThat(states).isGreaterThan(10_000);
        assertThat(deep).isGreaterThan(states / 10);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"NONE", "FULL_BATCH_IS_NOT_TAKEN_BACK", "FAILED_SYNC_IS_RETRIED"},
            mode = EnumSource.Mode.EXCLUDE)
    void plantedBug_isFound(PlantedBug bug) {
        assertThatThrownBy(() -> {
                    for (long seed = 1; seed <= SEEDS; seed++) {
                        cutEverywhere(bug, seed, Integer.MAX_VALUE);
                    }
                })
                .describedAs(bug.name())
                .isInstanceOf(AssertionError.class);
    }

    private static CrashStates cutEverywhere(PlantedBug bug, long seed, int everyNthTwice) throws IOException {
        SimDisk disk = new SimDisk();
        Promises promises = new Promises();
        CrashStates crashes = new CrashStates(promises, bug, seed, everyNthTwice);
        disk.onEveryCall(crashes::at);
        JournalWorkload workload = new JournalWorkload(disk, bug, promises, seed);
        workload.run(STEPS);
        workload.close();
        disk.rethrowListenerFailure();
        return crashes;
    }
}
