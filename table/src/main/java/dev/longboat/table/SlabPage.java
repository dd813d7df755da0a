package dev.longboat.table;

import java.lang.foreign.MemorySegment;

/// One page of a [SlabCache], cut into slots of one size, with what is known of each slot: four
/// longs side by side, so that looking at a slot touches one line of the processor's cache.
///
///     +-------+--------+----------------+---------+
///     | owner | offset | length  | next | chances |
///     +-------+--------+----------------+---------+
///
/// A page changes its size class by being replaced by another over the same memory. Guarded by the
/// stripe of a slot's key where the slot is filled, and by the cache's slabs lock where it is
/// changed; `chances` and `touched` are hints, written under either and harmless when stale.
final class SlabPage {
    static final int BYTES = 1 << 20;
    static final int FREE = -1;
    static final int CHANCES_MAX = 3;

    private static final int SLOT_LONGS = 4;
    private static final int OWNER = 0;
    private static final int OFFSET = 1;
    private static final int LENGTH_AND_NEXT = 2;
    private static final int CHANCES = 3;

    final MemorySegment memory;
    final int sizeClass;
    final int slotBytes;
    final int slotCount;

    private final long[] slots;

    /// The cache's turn when a slot of the page was last asked for.
    private int touched;

    /// @param memory [#BYTES] long, borrowed
    SlabPage(MemorySegment memory, int sizeClass, int slotBytes, int turn) {
        this.memory = memory;
        this.sizeClass = sizeClass;
        this.slotBytes = slotBytes;
        this.slotCount = BYTES / slotBytes;
        this.slots = new long[SLOT_LONGS * slotCount];
        this.touched = turn;
        for (int slot = 0; slot < slotCount; slot++) {
            free(slot);
        }
    }

    /// Where the slot's bytes begin in [#memory].
    long start(int slot) {
        return (long) slot * slotBytes;
    }

    void fill(int slot, long owner, long offset, int length, int chances) {
        int at = SLOT_LONGS * slot;
        slots[at + OWNER] = owner;
        slots[at + OFFSET] = offset;
        slots[at + LENGTH_AND_NEXT] = (long) length << Integer.SIZE | Integer.toUnsignedLong(SlabStripe.NONE);
        slots[at + CHANCES] = chances;
    }

    void free(int slot) {
        slots[SLOT_LONGS * slot + LENGTH_AND_NEXT] = (long) FREE << Integer.SIZE;
    }

    boolean isFree(int slot) {
        return length(slot) == FREE;
    }

    boolean holds(int slot, long owner, long offset) {
        int at = SLOT_LONGS * slot;
        return slots[at + OFFSET] == offset && slots[at + OWNER] == owner;
    }

    long owner(int slot) {
        return slots[SLOT_LONGS * slot + OWNER];
    }

    /// The [SlabStripe#hash] of the slot's key.
    long hash(int slot) {
        int at = SLOT_LONGS * slot;
        return SlabStripe.hash(slots[at + OWNER], slots[at + OFFSET]);
    }

    int length(int slot) {
        return (int) (slots[SLOT_LONGS * slot + LENGTH_AND_NEXT] >> Integer.SIZE);
    }

    /// The next slot in the same bucket, as a handle, or [SlabStripe#NONE].
    int next(int slot) {
        return (int) slots[SLOT_LONGS * slot + LENGTH_AND_NEXT];
    }

    void next(int slot, int handle) {
        int at = SLOT_LONGS * slot + LENGTH_AND_NEXT;
        slots[at] = slots[at] >> Integer.SIZE << Integer.SIZE | Integer.toUnsignedLong(handle);
    }

    /// Notes that the slot was asked for: the clock's hand will pass it by once more.
    void touch(int slot, int turn) {
        int at = SLOT_LONGS * slot + CHANCES;
        if (slots[at] < CHANCES_MAX) {
            slots[at]++;
        }
        if (touched != turn) {
            touched = turn;
        }
    }

    int touched() {
        return touched;
    }

    /// Takes one of the slot's chances.
    ///
    /// @return whether it had one
    boolean takeChance(int slot) {
        int at = SLOT_LONGS * slot + CHANCES;
        if (slots[at] <= 0) {
            return false;
        }
        slots[at]--;
        return true;
    }
}
