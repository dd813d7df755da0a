package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.Seeds;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.Transcript;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// The power is cut before, in and after every call that a store at work makes to its disk, and
/// again in every call of the recovery. What was acknowledged is there with its bytes and clocks
/// (E1, E5), a transaction of which nobody heard is there whole or not at all, and then so for ever
/// (E3); no table or manifest points at nothing (E4); no state is refused.
final class StoreCrashTest {
    static final int STEPS = 60;

    @Test
    void cutAnywhere_losesNothingAcknowledged() {
        long[] states = new long[2];
        Seeds.of(StoreCrashTest.class).run(6, seed -> {
            StoreCrashes crashes = cutEverywhere(seed, 100);
            states[0] += crashes.states();
            states[1] += crashes.deepStates();
        });
        System.out.printf("%,d crash states, %,d of them in recovery%n", states[0], states[1]);
        assertThat(states[0]).isGreaterThan(10_000);
        assertThat(states[1]).isGreaterThan(states[0] / 10);
    }

    /// The crash test looks at what it means to look at.
    @Test
    void workload_goesThroughEverything() {
        Seeds.of(StoreCrashTest.class).run(6, seed -> {
            SimDisk disk = new SimDisk();
            Transcript transcript = Transcript.ofChanges();
            disk.record(transcript);
            StoreWorkload workload = new StoreWorkload(disk, new StorePromises(), seed);
            workload.run(STEPS);
            workload.close();
            for (String line : List.of(
                    "create journal/00000002.seg",
                    "create tables/00000003.tbl",
                    "delete tables/",
                    "rename manifest/new.tmp manifest/00000002.man",
                    "truncate journal/")) {
                assertThat(transcript.lines()).anyMatch(each -> each.startsWith(line));
            }
        });
    }

    static StoreCrashes cutEverywhere(long seed, int everyNthTwice) throws IOException {
        SimDisk disk = new SimDisk();
        StorePromises promises = new StorePromises();
        StoreCrashes crashes = new StoreCrashes(promises, UnaryOperator.identity(), seed, everyNthTwice);
        disk.onEveryCall(crashes::at);
        StoreWorkload workload = new StoreWorkload(disk, promises, seed);
        workload.run(STEPS);
        workload.close();
        disk.rethrowListenerFailure();
        assertThat(workload.refusedOpenings()).isZero();
        return crashes;
    }
}
