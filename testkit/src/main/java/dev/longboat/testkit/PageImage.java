package dev.longboat.testkit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/// The bytes of one file as pages, copied only when one of two sharers changes them.
///
/// Sharing costs nothing whatever the size: the table of pages is shared as it is, and whoever
/// changes it first copies the table, then the page. A page of zeros is one constant, so that space
/// zeroed ahead is free. The size is kept apart from the pages, because a crash may leave either
/// without the other; bytes beyond the size are zeros once [#cutAtSize] was called.
/// Guarded by its disk's lock; what is shared never changes.
final class PageImage {
    static final int PAGE_BYTES = 4096;

    private static final byte[] ZEROS = new byte[PAGE_BYTES];

    private byte[][] pages;
    private long size;

    /// Whether another image may hold the same table.
    private boolean tableShared;

    /// The pages that no other image holds.
    private final BitSet owned = new BitSet();

    PageImage() {
        this(new byte[0][], 0, false);
    }

    private PageImage(byte[][] pages, long size, boolean tableShared) {
        this.pages = pages;
        this.size = size;
        this.tableShared = tableShared;
    }

    /// An image of the same bytes, independent from now on.
    PageImage share() {
        tableShared = true;
        owned.clear();
        return new PageImage(pages, size, true);
    }

    long size() {
        return size;
    }

    /// Changes the size alone. Grown into, bytes are what the pages hold.
    void size(long bytes) {
        size = bytes;
    }

    /// Makes every byte beyond the size a zero.
    void cutAtSize() {
        int inPage = (int) (size % PAGE_BYTES);
        int whole = Math.toIntExact(size / PAGE_BYTES);
        if (inPage > 0 && whole < pages.length && !same(pages[whole], ZEROS)) {
            Arrays.fill(ownedPage(whole), inPage, PAGE_BYTES, (byte) 0);
        }
        int kept = whole + (inPage > 0 ? 1 : 0);
        if (kept < pages.length) {
            pages = Arrays.copyOf(pages, kept);
            tableShared = false;
            owned.clear(kept, Integer.MAX_VALUE);
        }
    }

    /// Reads up to `target.remaining()` bytes from `position`, none beyond the size.
    ///
    /// @return bytes read; -1 at or beyond the size
    int read(ByteBuffer target, long position) {
        if (position >= size) {
            return -1;
        }
        int wanted = (int) Math.min(target.remaining(), size - position);
        int done = 0;
        while (done < wanted) {
            long at = position + done;
            int inPage = (int) (at % PAGE_BYTES);
            int count = Math.min(wanted - done, PAGE_BYTES - inPage);
            target.put(page(at), inPage, count);
            done += count;
        }
        return wanted;
    }

    /// Reads `count` bytes from `position`, zeros where there are no pages.
    void read(long position, byte[] target, int offset, int count) {
        int done = 0;
        while (done < count) {
            long at = position + done;
            int inPage = (int) (at % PAGE_BYTES);
            int step = Math.min(count - done, PAGE_BYTES - inPage);
            System.arraycopy(page(at), inPage, target, offset + done, step);
            done += step;
        }
    }

    /// Puts bytes at `position`, leaving the size as it is.
    void write(long position, byte[] source, int offset, int count) {
        reserve(position + count);
        int done = 0;
        while (done < count) {
            long at = position + done;
            int inPage = (int) (at % PAGE_BYTES);
            int step = Math.min(count - done, PAGE_BYTES - inPage);
            int from = offset + done;
            int index = (int) (at / PAGE_BYTES);
            if (isZero(source, from, step) && (step == PAGE_BYTES || same(pages[index], ZEROS))) {
                setPage(index, ZEROS, false);
            } else if (step == PAGE_BYTES) {
                setPage(index, Arrays.copyOfRange(source, from, from + step), true);
            } else {
                System.arraycopy(source, from, ownedPage(index), inPage, step);
            }
            done += step;
        }
    }

    private static boolean isZero(byte[] bytes, int from, int count) {
        for (int done = 0; done < count; done += PAGE_BYTES) {
            int step = Math.min(PAGE_BYTES, count - done);
            if (!Arrays.equals(bytes, from + done, from + done + step, ZEROS, 0, step)) {
                return false;
            }
        }
        return true;
    }

    /// Pages are compared by identity alone: sharing is about the array, not about what it holds.
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(byte[] one, byte[] other) {
        return one == other;
    }

    private byte[] page(long position) {
        long index = position / PAGE_BYTES;
        return index < pages.length ? pages[(int) index] : ZEROS;
    }

    private void reserve(long end) {
        int needed = Math.toIntExact((end + PAGE_BYTES - 1) / PAGE_BYTES);
        if (needed > pages.length) {
            int had = pages.length;
            pages = Arrays.copyOf(pages, Math.max(needed, had + (had >> 1)));
            Arrays.fill(pages, had, pages.length, ZEROS);
            tableShared = false;
        }
    }

    private void setPage(int index, byte[] page, boolean own) {
        if (same(pages[index], page)) {
            return;
        }
        if (tableShared) {
            pages = pages.clone();
            tableShared = false;
        }
        pages[index] = page;
        owned.set(index, own);
    }

    private byte[] ownedPage(int index) {
        if (!owned.get(index)) {
            setPage(index, pages[index].clone(), true);
        }
        return pages[index];
    }
}
