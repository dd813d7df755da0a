package dev.longboat.engine;

import java.util.Arrays;

/// Which keys the newest revisions changed, as many revisions as a budget holds. Neither what
/// happened to the keys nor their values are in it: who wants to know reads the store.
///
/// Confined to whoever guards it: [ChangeFeed].
final class RecentChanges {
    private static final byte[][] NONE = {};
    private static final int SLOTS_MIN = 256;
    private static final int KEY_OVERHEAD_BYTES = 24;
    private static final int REVISION_OVERHEAD_BYTES = 24;

    private final long bytesMax;

    /// The keys of revision `r` are at `r` modulo the length, which is a power of two.
    private byte[][][] slots = new byte[SLOTS_MIN][][];

    private long first;
    private long end;
    private long bytes;

    /// @param first the revision that comes next
    RecentChanges(long bytesMax, long first) {
        this.bytesMax = bytesMax;
        this.first = first;
        this.end = first;
    }

    /// The lowest revision that is here; [#end()] when none is.
    long first() {
        return first;
    }

    /// The revision that comes next.
    long end() {
        return end;
    }

    /// Adds the next revision, and lets go of the oldest beyond the budget.
    ///
    /// @param storedKeys kept; not changed by anyone
    void add(byte[][] storedKeys) {
        if (end - first == slots.length) {
            grow();
        }
        slots[slot(end)] = storedKeys;
        bytes += bytes(storedKeys);
        end++;
        while (bytes > bytesMax) {
            bytes -= bytes(slots[slot(first)]);
            slots[slot(first)] = NONE;
            first++;
        }
    }

    /// The keys that a revision changed, from [#first()] to before [#end()].
    byte[][] of(long revision) {
        return slots[slot(revision)];
    }

    private void grow() {
        byte[][][] larger = new byte[2 * slots.length][][];
        for (long revision = first; revision < end; revision++) {
            larger[(int) (revision & (larger.length - 1))] = slots[slot(revision)];
        }
        slots = larger;
    }

    private int slot(long revision) {
        return (int) (revision & (slots.length - 1));
    }

    private static long bytes(byte[][] storedKeys) {
        return REVISION_OVERHEAD_BYTES
                + Arrays.stream(storedKeys)
                        .mapToLong(key -> KEY_OVERHEAD_BYTES + key.length)
                        .sum();
    }
}
