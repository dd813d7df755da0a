package dev.longboat.testkit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which of the worlds after a crash to look at; there are too many for all.
///
/// Where few units are pending, every subset of them. Else the corners: nothing, everything,
/// everything as zeros, each prefix, each suffix, each unit alone, all units but one; spread evenly
/// where even those are too many. And some drawn by seed, harm included.
///
///     var sampling = CrashSampling.corners(64).withRandom(20, seed);
///     disk.onEveryCall(sampling.visiting(left -> checkRecovery(left)));
///     runWorkload(disk);
///     disk.rethrowListenerFailure();
///
/// Immutable.
///
/// @param exhaustiveUnitsMax up to how many pending units every subset is looked at
/// @param cornersMax about how many corners are looked at otherwise
/// @param randomCount how many worlds are drawn besides
/// @param seed from which they are drawn
public record CrashSampling(int exhaustiveUnitsMax, int cornersMax, int randomCount, long seed) {
    public CrashSampling {
        if (exhaustiveUnitsMax < 0 || exhaustiveUnitsMax > 20 || cornersMax < 0 || randomCount < 0) {
            throw new IllegalArgumentException("exhaustive to " + exhaustiveUnitsMax + " units (at most 20), "
                    + cornersMax + " corners, " + randomCount + " random");
        }
    }

    /// Every subset of up to `unitsMax` units, corners beyond.
    public static CrashSampling exhaustive(int unitsMax) {
        return new CrashSampling(unitsMax, 4 << unitsMax, 0, 0);
    }

    /// About `cornersMax` corners.
    public static CrashSampling corners(int cornersMax) {
        return new CrashSampling(0, cornersMax, 0, 0);
    }

    /// The same with `count` worlds drawn besides.
    public CrashSampling withRandom(int count, long fromSeed) {
        return new CrashSampling(exhaustiveUnitsMax, cornersMax, count, fromSeed);
    }

    /// The choices for a crash with `units` pending units, without repetition.
    public List<CrashChoice> choices(int units) {
        Set<CrashChoice> choices = new LinkedHashSet<>();
        choices.add(CrashChoice.dropAll());
        if (units > 0) {
            choices.add(CrashChoice.keepAll());
            choices.add(CrashChoice.zeroAll());
            if (units <= exhaustiveUnitsMax) {
                for (long mask = 1; mask < (1L << units) - 1; mask++) {
                    choices.add(CrashChoice.subset(mask));
                }
            } else {
                addCorners(choices, units);
            }
            for (int drawn = 0; drawn < randomCount; drawn++) {
                choices.add(CrashChoice.random(seed * 1_000_003 + drawn));
            }
        }
        return new ArrayList<>(choices);
    }

    private void addCorners(Set<CrashChoice> choices, int units) {
        int places = Math.max(1, (cornersMax - choices.size()) / 4);
        int step = Math.max(1, (units + places - 1) / places);
        for (int unit = 0; unit < units && choices.size() + 4 <= Math.max(cornersMax, 7); unit += step) {
            if (unit > 0) {
                choices.add(CrashChoice.keepFirst(unit));
                choices.add(CrashChoice.dropFirst(unit));
            }
            if (units > 2 || unit == 0) {
                choices.add(CrashChoice.keepOnly(unit));
                choices.add(CrashChoice.dropOnly(unit));
            }
        }
    }

    /// Shows the worlds after a crash of `disk` at this moment to a visitor.
    ///
    /// @return how many it was shown
    public int visit(SimDisk disk, CrashVisitor visitor) {
        List<CrashChoice> choices = choices(disk.pendingUnits());
        for (CrashChoice choice : choices) {
            try {
                visitor.visit(disk.crash(choice));
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("after call " + disk.calls() + ", " + choice + ": " + failure, failure);
            }
        }
        return choices.size();
    }

    /// A listener that shows the worlds after a crash at each point; the random ones differ from
    /// point to point.
    public CallListener visiting(CrashVisitor visitor) {
        return point -> {
            try {
                withRandom(randomCount, seed * 31 + point.call()).visit(point.disk(), visitor);
            } catch (AssertionError failure) {
                throw new AssertionError(point + ": " + failure.getMessage(), failure);
            }
        };
    }
}
