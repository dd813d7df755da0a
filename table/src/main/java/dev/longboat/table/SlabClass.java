package dev.longboat.table;

import java.util.Arrays;

/// The pages of one slot size, their free slots, and the hand of the clock that goes over the rest.
/// Guarded by the cache's slabs lock.
final class SlabClass {
    private static final int[] NONE = {};
    private static final int FREE_MIN = 64;

    private int[] pages = NONE;
    private int pageCount;
    private int[] free = NONE;
    private int freeCount;
    private int handPage;
    private int handSlot;
    private int evictedSinceCheck;

    boolean hasPages() {
        return pageCount > 0;
    }

    int pageCount() {
        return pageCount;
    }

    int page(int index) {
        return pages[index];
    }

    /// A free slot's handle, or [SlabStripe#NONE].
    int takeFree() {
        return freeCount == 0 ? SlabStripe.NONE : free[--freeCount];
    }

    void giveFree(int handle) {
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, Math.max(FREE_MIN, 2 * freeCount));
        }
        free[freeCount++] = handle;
    }

    void addPage(int index, int slotCount) {
        if (pageCount == pages.length) {
            pages = Arrays.copyOf(pages, Math.max(4, 2 * pageCount));
        }
        pages[pageCount++] = index;
        for (int slot = slotCount - 1; slot >= 0; slot--) {
            giveFree(SlabStripe.handle(index, slot));
        }
    }

    /// Takes out a page and its free slots.
    void removePage(int index) {
        int kept = 0;
        for (int i = 0; i < freeCount; i++) {
            if (SlabStripe.pageOf(free[i]) != index) {
                free[kept++] = free[i];
            }
        }
        freeCount = kept;
        kept = 0;
        for (int i = 0; i < pageCount; i++) {
            if (pages[i] != index) {
                pages[kept++] = pages[i];
            }
        }
        pageCount = kept;
        handPage = 0;
        handSlot = 0;
    }

    /// Moves the hand on; there must be a page.
    ///
    /// @return the handle it points to
    int advance(int slotCount) {
        if (++handSlot >= slotCount) {
            handSlot = 0;
            handPage = (handPage + 1) % pageCount;
        }
        return SlabStripe.handle(pages[handPage], handSlot);
    }

    /// Whether as many slots have been evicted as a page has since this was last true.
    boolean evictedAPage(int slotCount) {
        if (++evictedSinceCheck < slotCount) {
            return false;
        }
        evictedSinceCheck = 0;
        return true;
    }
}
