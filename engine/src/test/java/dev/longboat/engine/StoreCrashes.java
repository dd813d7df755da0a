package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.disk.Disk;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.CrashPoint;
import dev.longboat.testkit.SimDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Opens stores on what power cuts leave of a disk, and holds them against the promises: at every
/// call of a workload, and for every so many of these again at every call of the recovery. Confined
/// to the test's thread.
final class StoreCrashes {
    private static final int RANDOM_CHOICES = 4;
    private static final int WRITE_EVERY = 7;
    private static final Key AFTERWARDS = Key.of("\uffffafterwards");

    private final StorePromises promises;
    private final UnaryOperator<Disk> bug;
    private final long seed;
    private final int everyNthTwice;
    private long states;
    private long deepStates;

    /// @param bug what the recovering store uses the disk through
    /// @param everyNthTwice of how many states one is crashed again during its recovery
    StoreCrashes(StorePromises promises, UnaryOperator<Disk> bug, long seed, int everyNthTwice) {
        this.promises = promises;
        this.bug = bug;
        this.seed = seed;
        this.everyNthTwice = everyNthTwice;
    }

    /// States recovered from, the deep ones among them.
    long states() {
        return states;
    }

    /// States left by a crash during the recovery from another one.
    long deepStates() {
        return deepStates;
    }

    /// Recovers from the corners of what a cut here may leave, and from some worlds between.
    void at(CrashPoint point) {
        for (CrashChoice choice : choices(point.disk().pendingUnits())) {
            states++;
            String story = "seed " + seed + ", " + point + ", " + choice;
            if (states % everyNthTwice == 0) {
                crashAgain(point.disk().crash(choice), story);
            }
            recover(point.disk().crash(choice), story);
        }
    }

    /// Opens the store, then cuts the power at once, now and then after one more write: what was
    /// shown, and what was written, stays.
    void recover(SimDisk disk, String story) {
        boolean writing = states % WRITE_EVERY == 0;
        SimDisk left;
        long shown;
        try (Store store = Store.open(StoreWorkload.ports(bug.apply(disk)), StoreWorkload.OPTIONS)) {
            shown = promises.verify(store, states);
            if (writing) {
                store.put(AFTERWARDS, new byte[(int) (states % 6000)]);
            }
            left = disk.crash(CrashChoice.dropAll());
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(story + ": " + e, e);
        }
        disk.requireAllClosed();
        String again = story + ", then cut after recovery" + (writing ? " and a write" : "");
        try (Store store = Store.open(StoreWorkload.ports(bug.apply(left)), StoreWorkload.OPTIONS)) {
            if (writing) {
                assertThat(store.revision()).isEqualTo(shown + 1);
                assertThat(store.get(AFTERWARDS).orElseThrow().value().toBytes())
                        .hasSize((int) (states % 6000));
            } else {
                assertThat(promises.verify(store, states + 1))
                        .describedAs(again)
                        .isEqualTo(shown);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(again + ": " + e, e);
        }
    }

    private void crashAgain(SimDisk disk, String story) {
        disk.onEveryCall(point -> {
            List<CrashChoice> choices =
                    List.of(CrashChoice.dropAll(), CrashChoice.keepAll(), CrashChoice.random(seed + deepStates));
            for (CrashChoice choice : choices) {
                states++;
                deepStates++;
                open(point.disk().crash(choice), story + ", again " + point + ", " + choice);
            }
        });
        open(disk, story);
        disk.rethrowListenerFailure();
    }

    private void open(SimDisk disk, String story) {
        try (Store store = Store.open(StoreWorkload.ports(bug.apply(disk)), StoreWorkload.OPTIONS)) {
            promises.verify(store, states);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(story + ": " + e, e);
        }
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
                choices.add(CrashChoice.random(seed * 1_000_003 + states + i));
            }
        }
        return choices;
    }
}
