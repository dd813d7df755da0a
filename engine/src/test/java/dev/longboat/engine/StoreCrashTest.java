package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.Seeds;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.Transcript;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The power is cut before, in and after every call that a store at work makes to its disk, again
/// right after the recovery, in every call of some recoveries, and in every call of some recoveries
/// from those. What was acknowledged is there with its bytes and clocks (E1, E5), a transaction of
/// which nobody heard is there whole or not at all, and then so for ever (E3); no table or manifest
/// points at nothing (E4); no state is refused.
final class StoreCrashTest {
    private static final int STEPS = 60;
    private static final int SEEDS = 11;
    private static final long NANOS = 1_000_000_000;

    @Test
    void cutAnywhere_losesNothingAcknowledged() {
        CrashTally tally = new CrashTally();
        AtomicInteger seeds = new AtomicInteger();
        long start = System.nanoTime();
        Seeds.of(StoreCrashTest.class).runOnThreads(SEEDS, seed -> {
            tally.add(cutEverywhere(StoreBug.NONE, seed, 100).tally());
            if (seeds.incrementAndGet() % SEEDS == 0) {
                System.out.printf("%,d seeds in %,d s: %s%n", seeds.get(), (System.nanoTime() - start) / NANOS, tally);
            }
        });
        assertThat(tally.all()).isGreaterThan(seeds.get() * 4_000L);
        assertThat(tally.atDepth(2)).isGreaterThan(tally.all() / 10);
        assertThat(tally.atDepth(3)).isGreaterThan(tally.all() / 20);
    }

    /// The crash test looks at what it means to look at: some of its workloads do each of these.
    @Test
    void workloads_goThroughEverything() throws IOException {
        List<String> calls = new ArrayList<>();
        for (long seed = 1; seed <= 12; seed++) {
            SimDisk disk = new SimDisk();
            Transcript transcript = Transcript.ofChanges();
            disk.record(transcript);
            work(StoreBug.NONE, disk, new StorePromises(), seed);
            calls.addAll(transcript.lines());
        }
        for (String line : List.of(
                "create journal/00000002.seg",
                "create tables/00000003.tbl",
                "delete tables/",
                "rename manifest/new.tmp manifest/00000002.man",
                "truncate journal/")) {
            assertThat(calls).anyMatch(each -> each.startsWith(line));
        }
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
