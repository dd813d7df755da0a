package dev.longboat.table;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// One page of a [SlabCache], cut into slots of one size, with what is known of each slot. A page
/// changes its size class by being replaced by another over the same memory.
/// Guarded by the stripe of a slot's key where the slot is filled, and by the cache's slabs lock
/// where it is changed; `chances` and `touched` are hints, written under a stripe and read under
/// slabs without harm when stale.
final class SlabPage {
    static final int BYTES = 1 << 20;
    static final int FREE = -1;
    static final int CHANCES_MAX = 3;

    final MemorySegment memory;
    final int sizeClass;
    final int slotBytes;
    final int slotCount;
    final long[] owners;
    final long[] offsets;
    final int[] lengths;

    /// The next slot in the same bucket, as a handle, or [SlabStripe#NONE].
    final int[] nexts;

    /// How many times the clock's hand still passes the slot by.
    final byte[] chances;

    /// The cache's turn when a slot of the page was last asked for.
    int touched;

    /// @param memory [#BYTES] long, borrowed
    SlabPage(MemorySegment memory, int sizeClass, int slotBytes, int turn) {
        this.memory = memory;
        this.sizeClass = sizeClass;
        this.slotBytes = slotBytes;
        this.slotCount = BYTES / slotBytes;
        this.owners = new long[slotCount];
        this.offsets = new long[slotCount];
        this.lengths = new int[slotCount];
        this.nexts = new int[slotCount];
        this.chances = new byte[slotCount];
        this.touched = turn;
        Arrays.fill(lengths, FREE);
    }

    long start(int slot) {
        return (long) slot * slotBytes;
    }

    boolean holds(int slot, long owner, long offset) {
        return offsets[slot] == offset && owners[slot] == owner;
    }

    void touch(int slot, int turn) {
        if (chances[slot] < CHANCES_MAX) {
            chances[slot]++;
        }
        if (touched != turn) {
            touched = turn;
        }
    }
}
