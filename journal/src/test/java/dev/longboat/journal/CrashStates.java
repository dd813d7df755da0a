package dev.longboat.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.disk.Disk;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.CrashPoint;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Recovers from what power cuts leave of a disk, and holds it against the promises: at every call
/// of a workload, and for every so many of these again at every call of the recovery. Confined to
/// the test's thread.
final class CrashStates {
    private static final int RANDOM_CHOICES = 3;

    private final Promises promises;
    private final PlantedBug bug;
    private final long seed;
    private final int everyNthTwice;
    private boolean roomMade;
    private long states;
    private long deepStates;

    /// @param everyNthTwice of how many states one is crashed again during its recovery
    CrashStates(Promises promises, PlantedBug bug, long seed, int everyNthTwice) {
        this.promises = promises;
        this.bug = bug;
        this.seed = seed;
        this.everyNthTwice = everyNthTwice;
    }

    /// Makes room before each recovery, as somebody must on a full disk.
    CrashStates withRoom() {
        roomMade = true;
        return this;
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
                crashAgain(crash(point, choice), story);
            }
            recover(crash(point, choice), story);
        }
    }

    /// Recovers, then cuts the power at once: what was shown stays.
    void recover(SimDisk disk, String story) {
        int shown = open(disk, story);
        int stayed = open(disk.crash(CrashChoice.dropAll()), story + ", then cut after recovery");
        assertThat(stayed).describedAs(story + ", then cut after recovery").isEqualTo(shown);
    }

    private SimDisk crash(CrashPoint point, CrashChoice choice) {
        SimDisk left = point.disk().crash(choice);
        if (roomMade) {
            left.capacityBytes(1 << 20);
        }
        return left;
    }

    private void crashAgain(SimDisk disk, String story) {
        disk.onEveryCall(point -> {
            for (CrashChoice choice :
                    List.of(CrashChoice.dropAll(), CrashChoice.keepAll(), CrashChoice.random(seed + deepStates))) {
                states++;
                deepStates++;
                open(crash(point, choice), story + ", again " + point + ", " + choice);
            }
        });
        open(disk, story);
        disk.rethrowListenerFailure();
    }

    private int open(SimDisk disk, String story) {
        try {
            Disk used = bug == PlantedBug.FAILED_SYNC_IS_RETRIED ? new SyncingDisk(disk) : disk;
            FileChain chain = new FileChain(used);
            Replayed replayed = new Replayed();
            try (Journal journal = Journal.open(
                    used, JournalWorkload.STORE, chain, chain.applied(), JournalWorkload.OPTIONS, replayed)) {
                promises.verify(replayed, chain.appliedIndex(), journal);
            }
            return (int) chain.appliedIndex() + replayed.indexes().size();
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError(story + ": " + e.getMessage(), e);
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
