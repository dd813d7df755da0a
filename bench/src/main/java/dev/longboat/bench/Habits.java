package dev.longboat.bench;

import dev.longboat.client.Value;
import java.util.Random;
import java.util.SplittableRandom;

/// What a client of a laboratory does how often, to which keys, with which values. Immutable.
///
/// @param prefix what its keys start with, and nobody else's
/// @param smallKeys how many keys have small values, 1 B to 8 KiB
/// @param largeKeys how many have large ones
/// @param largeIn1000 how many of 1,000 writes are to large ones
/// @param largeBytesMax the longest of them, at least 8 KiB
record Habits(String prefix, int smallKeys, int largeKeys, int largeIn1000, int largeBytesMax) {
    private static final int SMALL_BITS_MAX = 13;
    private static final int IN_100_READS = 5;
    private static final int IN_100_DELETES = 10;
    private static final int IN_100_TRANSACTIONS = 15;
    private static final int CHANGES_MAX = 10;

    /// Mostly small values, some up to 8 MB.
    static Habits usual(int client) {
        return new Habits("lab/client-" + client + "/", 150, 2, 3, 8_000_000);
    }

    /// The same with other large values.
    Habits large(int keys, int in1000, int bytesMax) {
        return new Habits(prefix, smallKeys, keys, in1000, bytesMax);
    }

    /// Whether the next thing is a read.
    boolean reads(Random random) {
        return random.nextInt(100) < IN_100_READS;
    }

    /// Whether the next change is a delete.
    boolean deletes(Random random) {
        return random.nextInt(100) < IN_100_DELETES;
    }

    /// How many changes the next write makes.
    int changes(Random random) {
        return random.nextInt(100) < IN_100_TRANSACTIONS ? random.nextInt(2, CHANGES_MAX + 1) : 1;
    }

    /// The key of the next change.
    String key(Random random) {
        return random.nextInt(1000) < largeIn1000
                ? prefix + "large/" + random.nextInt(largeKeys)
                : prefix + "small/" + random.nextInt(smallKeys);
    }

    boolean isLarge(String key) {
        return key.startsWith("large/", prefix.length());
    }

    /// What write `number` gives to a key: a function of both, every order of magnitude as often as
    /// another.
    Value value(String key, long number) {
        SplittableRandom sizes = new SplittableRandom(key.hashCode() ^ number << 32);
        return StampedValue.ofLength(key, number, isLarge(key) ? large(sizes) : small(sizes));
    }

    private static int small(SplittableRandom sizes) {
        return 1 + sizes.nextInt(1 << sizes.nextInt(SMALL_BITS_MAX + 1));
    }

    private int large(SplittableRandom sizes) {
        int least = 1 << SMALL_BITS_MAX;
        return (int) (least * Math.pow((double) largeBytesMax / least, sizes.nextDouble()));
    }
}
