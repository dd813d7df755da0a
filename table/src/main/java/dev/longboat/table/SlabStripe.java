package dev.longboat.table;

import java.util.Arrays;

/// One part of a [SlabCache]'s hash table: chains of filled slots. A slot is named by a handle, its
/// page's index and its own. Guarded by itself.
final class SlabStripe {
    static final int NONE = -1;
    private static final int SLOT_BITS = 12;

    private final SlabPage[] pages;
    private int[] buckets = new int[16];
    private int count;
    private long hits;
    private long misses;

    /// @param pages the cache's pages, borrowed
    SlabStripe(SlabPage[] pages) {
        this.pages = pages;
        Arrays.fill(buckets, NONE);
    }

    static int handle(int page, int slot) {
        return page << SLOT_BITS | slot;
    }

    static int pageOf(int handle) {
        return handle >>> SLOT_BITS;
    }

    static int slotOf(int handle) {
        return handle & ((1 << SLOT_BITS) - 1);
    }

    /// The bits of an entry's hash choose the stripe (from the top) and the bucket (from the
    /// bottom).
    static long hash(long owner, long offset) {
        long mixed = (owner * 0x9E3779B97F4A7C15L) ^ (offset * 0xC2B2AE3D27D4EB4FL);
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        return mixed ^ (mixed >>> 32);
    }

    /// The handle of the entry, or [#NONE].
    int find(long hash, long owner, long offset) {
        int handle = buckets[bucket(hash)];
        while (handle != NONE) {
            SlabPage page = pages[pageOf(handle)];
            if (page.holds(slotOf(handle), owner, offset)) {
                return handle;
            }
            handle = page.next(slotOf(handle));
        }
        return NONE;
    }

    /// [#find], counted, and noted for the clock.
    int ask(long hash, long owner, long offset, int turn) {
        int handle = find(hash, owner, offset);
        if (handle == NONE) {
            misses++;
        } else {
            hits++;
            pages[pageOf(handle)].touch(slotOf(handle), turn);
        }
        return handle;
    }

    /// Adds a filled slot, whose key must not be there.
    void add(long hash, int handle) {
        if (count >= buckets.length) {
            grow();
        }
        link(bucket(hash), handle);
        count++;
    }

    /// Takes out a filled slot.
    void remove(long hash, int handle) {
        int bucket = bucket(hash);
        int next = pages[pageOf(handle)].next(slotOf(handle));
        int at = buckets[bucket];
        if (at == handle) {
            buckets[bucket] = next;
        } else {
            while (at != NONE) {
                SlabPage page = pages[pageOf(at)];
                int slot = slotOf(at);
                at = page.next(slot);
                if (at == handle) {
                    page.next(slot, next);
                    break;
                }
            }
        }
        count--;
    }

    void clear() {
        Arrays.fill(buckets, NONE);
        count = 0;
    }

    int count() {
        return count;
    }

    long hits() {
        return hits;
    }

    long misses() {
        return misses;
    }

    private int bucket(long hash) {
        return (int) hash & (buckets.length - 1);
    }

    private void link(int bucket, int handle) {
        pages[pageOf(handle)].next(slotOf(handle), buckets[bucket]);
        buckets[bucket] = handle;
    }

    private void grow() {
        int[] old = buckets;
        buckets = new int[2 * old.length];
        Arrays.fill(buckets, NONE);
        for (int first : old) {
            int handle = first;
            while (handle != NONE) {
                SlabPage page = pages[pageOf(handle)];
                int slot = slotOf(handle);
                int next = page.next(slot);
                link(bucket(page.hash(slot)), handle);
                handle = next;
            }
        }
    }
}
