package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.Seeds;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.Transcript;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The power is cut before, in and after every call that a store at work makes to its disk, and
/// again in every call of the recovery. What was acknowledged is there with its bytes and clocks
/// (E1, E5), a transaction of which nobody heard is there whole or not at all, and then so for ever
/// (E3); no table or manifest points at nothing (E4); no state is refused.
final class StoreCrashTest {
    private static final int STEPS = 60;

    @Test
    void cutAnywhere_losesNothingAcknowledged() {
        long[] counts = new long[3];
        Seeds.of(StoreCrashTest.class).run(6, seed -> {
            StoreCrashes crashes = cutEverywhere(StoreBug.NONE, seed, 100);
            counts[0]++;
            counts[1] += crashes.states();
            counts[2] += crashes.deepStates();
        });
        System.out.printf("%,d crash states, %,d of them in recovery%n", counts[1], counts[2]);
        assertThat(counts[1]).isGreaterThan(counts[0] * 2_000);
        assertThat(counts[2]).isGreaterThan(counts[1] / 10);
    }

    /// The crash test looks at what it means to look at.
    @Test
    void workload_goesThroughEverything() {
        Seeds.of(StoreCrashTest.class).run(6, seed -> {
            SimDisk disk = new SimDisk();
            Transcript transcript = Transcript.ofChanges();
            disk.record(transcript);
            work(StoreBug.NONE, disk, new StorePromises(), seed);
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

    /// Cuts stores with a bug in them, the first few seeds.
    static void cutSeeds(StoreBug bug, int seeds) throws IOException {
        for (long seed = 1; seed <= seeds; seed++) {
            work(bug, new SimDisk(), new StorePromises(), seed);
        }
        for (long seed = 1; seed <= seeds; seed++) {
            cutEverywhere(bug, seed, Integer.MAX_VALUE);
        }
    }

    private static StoreCrashes cutEverywhere(StoreBug bug, long seed, int everyNthTwice) throws IOException {
        SimDisk disk = new SimDisk();
        StorePromises promises = new StorePromises();
        StoreCrashes crashes = new StoreCrashes(promises, bug::disk, seed, everyNthTwice);
        disk.onEveryCall(crashes::at);
        work(bug, disk, promises, seed);
        return crashes;
    }

    /// Works through a workload, in which nothing fails.
    private static void work(StoreBug bug, SimDisk disk, StorePromises promises, long seed) throws IOException {
        StoreWorkload workload = new StoreWorkload(bug.disk(disk), promises, seed);
        workload.run(STEPS);
        workload.close();
        disk.rethrowListenerFailure();
        assertThat(workload.refusedOpenings())
                .describedAs("openings that were refused")
                .isZero();
        assertThat(workload.failed()).describedAs("stores that failed").isZero();
    }
}
