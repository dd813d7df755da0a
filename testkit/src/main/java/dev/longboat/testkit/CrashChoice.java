package dev.longboat.testkit;

import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/// Which of all possible worlds a power cut leaves behind.
///
/// What a crash decides comes in *units*, numbered from 0 in the order in which the process did
/// them: each sector of an unsynced write, each size change, each change of names
/// ([SimDisk#pendingUnits] counts them). A choice gives each its [Fate]. The disk then honours what
/// no choice can overrule: the order of names in a directory, and of a file's sizes.
///
/// The same choice from the same state always draws the same disk. Immutable.
public sealed interface CrashChoice {
    /// The fates of `units` units. The result is asked once for each, in order.
    IntFunction<Fate> fates(int units);

    /// Where nonsense is drawn from.
    default long garbageSeed() {
        return 0x6f72_6162_6265L;
    }

    /// Nothing unsynced survives.
    static CrashChoice dropAll() {
        return new Split(0, Fate.KEPT, Fate.DROPPED);
    }

    /// Everything unsynced survives, as after a kill of the process alone.
    static CrashChoice keepAll() {
        return new Split(0, Fate.KEPT, Fate.KEPT);
    }

    /// Sizes and names survive, bytes read as zeros.
    static CrashChoice zeroAll() {
        return new Split(0, Fate.KEPT, Fate.ZEROED);
    }

    /// One unit survives.
    static CrashChoice keepOnly(int unit) {
        return new Single(unit, Fate.KEPT, Fate.DROPPED);
    }

    /// All units but one survive.
    static CrashChoice dropOnly(int unit) {
        return new Single(unit, Fate.DROPPED, Fate.KEPT);
    }

    /// The first `count` units survive: a clean cut.
    static CrashChoice keepFirst(int count) {
        return new Split(count, Fate.KEPT, Fate.DROPPED);
    }

    /// All but the first `count` units survive: a hole, then data.
    static CrashChoice dropFirst(int count) {
        return new Split(count, Fate.DROPPED, Fate.KEPT);
    }

    /// Exactly the units whose bit is set in `mask` survive; bit 0 is unit 0.
    static CrashChoice subset(long mask) {
        return new Subset(mask);
    }

    /// Drawn by a seed, harm included.
    static CrashChoice random(long seed) {
        return new Drawn(seed, true);
    }

    /// Drawn by a seed; each unit is kept or dropped, none is harmed.
    static CrashChoice randomSubset(long seed) {
        return new Drawn(seed, false);
    }

    /// One fate for the first `count` units, another for the others.
    record Split(int count, Fate before, Fate after) implements CrashChoice {
        @Override
        public IntFunction<Fate> fates(int units) {
            return unit -> unit < count ? before : after;
        }
    }

    /// One fate for one unit, another for all others.
    record Single(int unit, Fate its, Fate others) implements CrashChoice {
        @Override
        public IntFunction<Fate> fates(int units) {
            return each -> each == unit ? its : others;
        }
    }

    /// The units whose bit is set are kept, others dropped.
    record Subset(long mask) implements CrashChoice {
        @Override
        public IntFunction<Fate> fates(int units) {
            if (units > Long.SIZE) {
                throw new IllegalArgumentException(units + " units, more than a mask has bits");
            }
            return unit -> (mask >>> unit & 1) == 1 ? Fate.KEPT : Fate.DROPPED;
        }
    }

    /// Fates drawn by a seed. First a manner is drawn, then each unit's fate in that manner: evenly
    /// mixed sectors hide the cuts and holes that real disks leave.
    record Drawn(long seed, boolean harm) implements CrashChoice {
        @Override
        public long garbageSeed() {
            return seed;
        }

        @Override
        public IntFunction<Fate> fates(int units) {
            var random = new SplittableRandom(seed);
            Fate lost = harm ? pick(random, Fate.DROPPED, Fate.ZEROED, Fate.GARBLED) : Fate.DROPPED;
            int bound = Math.max(1, units);
            return switch (random.nextInt(5)) {
                // Each unit by itself, with its own odds in each world.
                case 0 -> {
                    double odds = random.nextDouble();
                    yield _ -> random.nextDouble() < odds ? Fate.KEPT : lost;
                }
                // A cut; the unit at the cut comes to harm.
                case 1 -> {
                    int cut = random.nextInt(bound);
                    yield unit -> unit < cut ? Fate.KEPT : unit == cut ? lost : Fate.DROPPED;
                }
                // A cut after a few holes.
                case 2 -> {
                    int cut = random.nextInt(bound + 1);
                    BitSet holes = new BitSet();
                    for (int each = 1 + random.nextInt(3); each > 0; each--) {
                        holes.set(random.nextInt(bound));
                    }
                    yield unit -> unit >= cut ? Fate.DROPPED : holes.get(unit) ? lost : Fate.KEPT;
                }
                // Runs of both kinds, as a cache writes back neighbours together.
                case 3 -> {
                    int run = 1 + random.nextInt(16);
                    boolean[] kept = new boolean[bound / run + 1];
                    for (int each = 0; each < kept.length; each++) {
                        kept[each] = random.nextBoolean();
                    }
                    yield unit -> kept[unit / run] ? Fate.KEPT : lost;
                }
                // Any fate for anyone.
                default -> harm ? _ -> pick(random, Fate.values()) : _ -> pick(random, Fate.KEPT, Fate.DROPPED);
            };
        }

        private static Fate pick(SplittableRandom random, Fate... fates) {
            return fates[random.nextInt(fates.length)];
        }
    }
}
