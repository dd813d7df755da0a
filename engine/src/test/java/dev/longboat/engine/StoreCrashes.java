package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.disk.Disk;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.CrashPoint;
import dev.longboat.testkit.SimDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Opens stores on what power cuts leave of a disk, and holds them against the promises: at every
/// call of a workload, again right after the recovery, for every so many of these states at every
/// call of the recovery, and for every so many of those at every call of the second one. Confined
/// to the test's thread.
final class StoreCrashes {
    private static final int RANDOM_CHOICES = 4;
    private static final int WRITE_EVERY = 7;
    private static final int EVERY_NTH_DEEP_AGAIN = 50;
    private static final int DEPTH_MAX = 3;
    private static final Key AFTERWARDS = Key.of("\uffffafterwards");

    private final StorePromises promises;
    private final UnaryOperator<Disk> bug;
    private final long seed;
    private final int everyNthTwice;
    private final CrashTally tally = new CrashTally();

    /// @param bug what the recovering store uses the disk through
    /// @param everyNthTwice of how many states one is crashed again during its recovery
    StoreCrashes(StorePromises promises, UnaryOperator<Disk> bug, long seed, int everyNthTwice) {
        this.promises = promises;
        this.bug = bug;
        this.seed = seed;
        this.everyNthTwice = everyNthTwice;
    }

    /// How many states there were, of which kind.
    CrashTally tally() {
        return tally;
    }

    /// Recovers from the corners of what a cut here may leave, and from some worlds between.
    void at(CrashPoint point) {
        SimDisk working = point.disk();
        for (CrashChoice choice : working.distinct(choices(working.pendingUnits()))) {
            tally.count(1);
            Supplier<String> story = () -> "seed " + seed + ", " + point + ", " + choice;
            if (tally.atDepth(1) % everyNthTwice == 0) {
                crashAgain(working.crash(choice), 2, story);
            }
            recover(working.crash(choice), story);
        }
    }

    /// Opens the store, then cuts the power at once, now and then after one more write: what was
    /// shown, and what was written, stays.
    void recover(SimDisk disk, Supplier<String> story) {
        long drawn = tally.all();
        boolean writing = drawn % WRITE_EVERY == 0;
        SimDisk left;
        long shown;
        try (Store store = open(disk)) {
            shown = promises.verify(store, drawn);
            if (writing) {
                store.put(AFTERWARDS, new byte[(int) (drawn % 6000)]);
            }
            left = disk.crash(CrashChoice.dropAll());
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(story.get() + ": " + e, e);
        }
        disk.requireAllClosed();
        tally.countAfterwards();
        Supplier<String> again = () -> story.get() + ", then cut after recovery" + (writing ? " and a write" : "");
        try (Store store = open(left)) {
            if (writing) {
                assertThat(store.revision()).isEqualTo(shown + 1);
                assertThat(store.get(AFTERWARDS).orElseThrow().value().toBytes())
                        .hasSize((int) (drawn % 6000));
            } else if (promises.verify(store, drawn + 1) != shown) {
                throw new AssertionError("at first it showed " + shown + ", then " + store.revision());
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(again.get() + ": " + e, e);
        }
    }

    /// Recovers while the power is cut at every call of it.
    private void crashAgain(SimDisk disk, int depth, Supplier<String> story) {
        disk.onEveryCall(point -> {
            SimDisk recovering = point.disk();
            List<CrashChoice> choices = List.of(
                    CrashChoice.dropAll(), CrashChoice.keepAll(), CrashChoice.random(seed + tally.atDepth(depth)));
            for (CrashChoice choice : recovering.distinct(choices)) {
                tally.count(depth);
                Supplier<String> deeper = () -> story.get() + ", again " + point + ", " + choice;
                if (depth < DEPTH_MAX && tally.atDepth(depth) % EVERY_NTH_DEEP_AGAIN == 0) {
                    crashAgain(recovering.crash(choice), depth + 1, deeper);
                }
                verify(recovering.crash(choice), deeper);
            }
        });
        verify(disk, story);
        disk.rethrowListenerFailure();
    }

    private void verify(SimDisk disk, Supplier<String> story) {
        try (Store store = open(disk)) {
            promises.verify(store, tally.all());
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(story.get() + ": " + e, e);
        }
    }

    /// Without caches, but for every so many: a store that is opened and read once has no use for
    /// them, and giving their memory back is dear.
    private Store open(SimDisk disk) {
        boolean cached = tally.all() % 64 == 0;
        StoreOptions options = cached ? StoreWorkload.OPTIONS : StoreWorkload.OPTIONS.withMemoryBytes(1 << 20);
        return Store.open(StoreWorkload.ports(bug.apply(disk)), options);
    }

    private List<CrashChoice> choices(int units) {
        List<CrashChoice> choices = new ArrayList<>();
        choices.add(CrashChoice.dropAll());
        if (units > 0) {
            choices.add(CrashChoice.keepAll());
            choices.add(CrashChoice.zeroAll());
            choices.add(CrashChoice.keepFirst(units / 2));
            choices.add(CrashChoice.dropFirst(1));
            for (int i = 0; i < RANDOM_CHOICES; i++) {
                choices.add(CrashChoice.random(seed * 1_000_003 + tally.all() + i));
            }
        }
        return choices;
    }
}
