package dev.longboat.table;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.longboat.disk.Disk;
import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A cache of byte strings in native memory, each under a key of two longs: an owner and an offset.
///
/// Memory is taken in pages of 1 MiB as it is needed, of [HugePages] where there are some, never
/// more than was given (T9), and is cut into slots of 25 sizes, two to a doubling from 256 bytes,
/// so that an entry wastes a third of its slot at most. Each size evicts by a clock: every hit
/// earns an entry a chance, three at most, and the hand takes a chance or the entry. A page that
/// nobody touched while as many bytes were put as the cache holds moves to a size that is short.
/// What is kept of an entry on the heap is about 35 bytes.
///
/// Entries come out as copies, made under the stripe's lock: nothing is lent and nothing needs a
/// pin, so that evicting never waits. The rejected way, pins and generations per slot, would save
/// one copy of some kilobytes and put a shared write of its own on every read.
///
/// Lifetime: owns all its pages; close it after whoever uses it. A closed cache holds nothing and
/// takes nothing. Safe for concurrent use; see Concurrency.
///
/// **Concurrency.** `slabs` guards which slots and pages there are; it is held for every change. A
/// stripe guards the chains of the keys that hash to it and the bytes of their slots. A change of
/// an entry holds both, slabs first; a read holds the stripe alone.
public final class SlabCache implements Closeable {
    /// The longest entry.
    public static final int ENTRY_BYTES_MAX = SlabPage.BYTES;

    private static final int SLOT_BYTES_MIN = 256;
    private static final int CLASS_COUNT = 25;
    private static final int STRIPE_BITS = 6;

    private final Object slabs = new Object();

    /// Elements are set under `slabs`, and read under it or under a stripe that names them.
    private final SlabPage[] pages;

    /// One alone where nothing is cached.
    private final SlabStripe[] stripes;

    @GuardedBy("slabs")
    private final SlabClass[] classes = new SlabClass[CLASS_COUNT];

    @GuardedBy("slabs")
    private int pageCount;

    @GuardedBy("slabs")
    private long bytesPut;

    @GuardedBy("slabs")
    private long evictions;

    @GuardedBy("slabs")
    private boolean closed;

    /// Of the pages; opened for the first of them, since closing one costs a handshake with every
    /// thread.
    @GuardedBy("slabs")
    private Optional<Arena> cacheArena = Optional.empty();

    /// Where pages come from, if there are any.
    @GuardedBy("slabs")
    private Optional<SegmentAllocator> hugePages = Optional.empty();

    /// How many pages' worth of bytes have been put: the cache's clock. Written under `slabs`.
    private volatile int turn;

    /// @param bytesMax native memory to use at most; below 1 MiB nothing is cached
    public SlabCache(long bytesMax) {
        if (bytesMax < 0 || bytesMax / SlabPage.BYTES > 1 << 19) {
            throw new IllegalArgumentException("bytesMax out of range: " + bytesMax);
        }
        this.pages = new SlabPage[(int) (bytesMax / SlabPage.BYTES)];
        this.stripes = new SlabStripe[pages.length == 0 ? 1 : 1 << STRIPE_BITS];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new SlabStripe(pages);
        }
        for (int i = 0; i < CLASS_COUNT; i++) {
            classes[i] = new SlabClass();
        }
    }

    /// The bytes of a slot of this class: 256, 384, 512, 768, 1024 …
    static int slotBytes(int sizeClass) {
        return (sizeClass & 1) == 0 ? SLOT_BYTES_MIN << (sizeClass >> 1) : (SLOT_BYTES_MIN << (sizeClass >> 1)) / 2 * 3;
    }

    /// The least class whose slots hold so many bytes.
    static int sizeClass(int bytes) {
        if (bytes <= SLOT_BYTES_MIN) {
            return 0;
        }
        int doublings = Integer.SIZE - Integer.numberOfLeadingZeros((bytes - 1) / SLOT_BYTES_MIN);
        int classBelow = 2 * doublings - 1;
        return bytes <= slotBytes(classBelow) ? classBelow : classBelow + 1;
    }

    /// Copies what remains of `value` into the cache, in place of what stood under the key. The
    /// buffer's position stays.
    ///
    /// @return whether it was taken: not when it is longer than [#ENTRY_BYTES_MAX], nor by a cache
    ///     without memory, nor by a closed one; the key then holds nothing
    public boolean put(long owner, long offset, ByteBuffer value) {
        return put(owner, offset, MemorySegment.ofBuffer(value), value.remaining(), 0);
    }

    /// @param chances how many times the hand passes the entry by even if nobody asks for it
    boolean put(long owner, long offset, MemorySegment value, int length, int chances) {
        long hash = SlabStripe.hash(owner, offset);
        SlabStripe stripe = stripe(hash);
        synchronized (slabs) {
            removeEntry(hash, owner, offset);
            if (closed || length > ENTRY_BYTES_MAX) {
                return false;
            }
            int handle = allocate(sizeClass(length));
            if (handle == SlabStripe.NONE) {
                return false;
            }
            SlabPage page = pages[SlabStripe.pageOf(handle)];
            int slot = SlabStripe.slotOf(handle);
            bytesPut += page.slotBytes;
            turn = (int) (bytesPut / SlabPage.BYTES);
            synchronized (stripe) {
                MemorySegment.copy(value, 0, page.memory, page.start(slot), length);
                page.fill(slot, owner, offset, length, chances);
                stripe.add(hash, handle);
            }
            return true;
        }
    }

    /// A copy of what stands under the key.
    public Optional<byte[]> get(long owner, long offset) {
        long hash = SlabStripe.hash(owner, offset);
        SlabStripe stripe = stripe(hash);
        synchronized (stripe) {
            int handle = stripe.ask(hash, owner, offset, turn);
            if (handle == SlabStripe.NONE) {
                return Optional.empty();
            }
            SlabPage page = pages[SlabStripe.pageOf(handle)];
            int slot = SlabStripe.slotOf(handle);
            byte[] copy = new byte[page.length(slot)];
            MemorySegment.copy(page.memory, ValueLayout.JAVA_BYTE, page.start(slot), copy, 0, copy.length);
            return Optional.of(copy);
        }
    }

    /// Copies what stands under the key to `target` and moves its position behind it.
    ///
    /// @return how many bytes stand there, -1 when there is no entry; when they are more than
    ///     remain
    ///     in `target`, nothing is copied
    public int get(long owner, long offset, ByteBuffer target) {
        long hash = SlabStripe.hash(owner, offset);
        SlabStripe stripe = stripe(hash);
        synchronized (stripe) {
            int handle = stripe.ask(hash, owner, offset, turn);
            if (handle == SlabStripe.NONE) {
                return -1;
            }
            SlabPage page = pages[SlabStripe.pageOf(handle)];
            int slot = SlabStripe.slotOf(handle);
            int length = page.length(slot);
            if (length <= target.remaining()) {
                MemorySegment.copy(page.memory, page.start(slot), MemorySegment.ofBuffer(target), 0, length);
                target.position(target.position() + length);
            }
            return length;
        }
    }

    /// Copies an entry of exactly `length` bytes to the start of `target`.
    ///
    /// @return whether there was one
    boolean get(long owner, long offset, byte[] target, int length) {
        long hash = SlabStripe.hash(owner, offset);
        SlabStripe stripe = stripe(hash);
        synchronized (stripe) {
            int handle = stripe.ask(hash, owner, offset, turn);
            if (handle == SlabStripe.NONE) {
                return false;
            }
            SlabPage page = pages[SlabStripe.pageOf(handle)];
            int slot = SlabStripe.slotOf(handle);
            if (page.length(slot) != length) {
                return false;
            }
            MemorySegment.copy(page.memory, ValueLayout.JAVA_BYTE, page.start(slot), target, 0, length);
            return true;
        }
    }

    /// Asks the [Filter] that stands under the key, without copying it.
    ///
    /// @return 1 when it may contain the hash, 0 when it does not, -1 when there is no entry
    int askFilter(long owner, long offset, long keyHash) {
        long hash = SlabStripe.hash(owner, offset);
        SlabStripe stripe = stripe(hash);
        synchronized (stripe) {
            int handle = stripe.ask(hash, owner, offset, turn);
            if (handle == SlabStripe.NONE) {
                return -1;
            }
            SlabPage page = pages[SlabStripe.pageOf(handle)];
            int slot = SlabStripe.slotOf(handle);
            return Filter.mayContain(page.memory, page.start(slot), page.length(slot), keyHash) ? 1 : 0;
        }
    }

    /// Removes the entry under the key, if there is one.
    public void remove(long owner, long offset) {
        synchronized (slabs) {
            removeEntry(SlabStripe.hash(owner, offset), owner, offset);
        }
    }

    /// Removes all entries of an owner. Looks at every slot there is.
    public void clear(long owner) {
        synchronized (slabs) {
            for (int index = 0; index < pageCount; index++) {
                SlabPage page = pages[index];
                for (int slot = 0; slot < page.slotCount; slot++) {
                    if (!page.isFree(slot) && page.owner(slot) == owner) {
                        int handle = SlabStripe.handle(index, slot);
                        unlink(handle);
                        classes[page.sizeClass].giveFree(handle);
                    }
                }
            }
        }
    }

    public CacheStatistics statistics() {
        long hits = 0;
        long misses = 0;
        long entries = 0;
        for (SlabStripe stripe : stripes) {
            synchronized (stripe) {
                hits += stripe.hits();
                misses += stripe.misses();
                entries += stripe.count();
            }
        }
        synchronized (slabs) {
            return new CacheStatistics(
                    hits,
                    misses,
                    evictions,
                    entries,
                    (long) pageCount * SlabPage.BYTES,
                    (long) pages.length * SlabPage.BYTES);
        }
    }

    @Override
    public void close() {
        synchronized (slabs) {
            if (closed) {
                return;
            }
            closed = true;
            for (SlabStripe stripe : stripes) {
                synchronized (stripe) {
                    stripe.clear();
                }
            }
            pageCount = 0;
            cacheArena.ifPresent(Arena::close);
        }
    }

    private SlabStripe stripe(long hash) {
        return stripes[(int) (hash >>> (Long.SIZE - STRIPE_BITS)) & (stripes.length - 1)];
    }

    @GuardedBy("slabs")
    private void removeEntry(long hash, long owner, long offset) {
        SlabStripe stripe = stripe(hash);
        int handle;
        synchronized (stripe) {
            handle = stripe.find(hash, owner, offset);
        }
        if (handle != SlabStripe.NONE) {
            unlink(handle);
            classes[pages[SlabStripe.pageOf(handle)].sizeClass].giveFree(handle);
        }
    }

    /// Takes a filled slot out of its chain: from here on nobody reads it.
    @GuardedBy("slabs")
    private void unlink(int handle) {
        SlabPage page = pages[SlabStripe.pageOf(handle)];
        int slot = SlabStripe.slotOf(handle);
        long hash = page.hash(slot);
        SlabStripe stripe = stripe(hash);
        synchronized (stripe) {
            stripe.remove(hash, handle);
            page.free(slot);
        }
    }

    /// An empty slot of the class, by whatever means, or [SlabStripe#NONE].
    @GuardedBy("slabs")
    private int allocate(int sizeClass) {
        SlabClass own = classes[sizeClass];
        int handle = own.takeFree();
        if (handle != SlabStripe.NONE) {
            return handle;
        }
        if (pageCount < pages.length) {
            MemorySegment memory = allocatePage();
            format(pageCount++, memory, sizeClass);
            return own.takeFree();
        }
        if (pages.length == 0) {
            return SlabStripe.NONE;
        }
        int slotCount = SlabPage.BYTES / slotBytes(sizeClass);
        if (!own.hasPages() || own.evictedAPage(slotCount)) {
            int coldest = coldestPage(sizeClass);
            if (coldest >= 0 && (!own.hasPages() || turn - pages[coldest].touched() > pages.length)) {
                empty(coldest);
                format(coldest, pages[coldest].memory, sizeClass);
                return own.takeFree();
            }
        }
        return evict(own, slotCount);
    }

    @GuardedBy("slabs")
    private MemorySegment allocatePage() {
        Arena arena = cacheArena.orElseGet(Arena::ofShared);
        cacheArena = Optional.of(arena);
        if (hugePages.isEmpty()) {
            hugePages = HugePages.reserve(arena, (long) (pages.length - pageCount) * SlabPage.BYTES);
        }
        return hugePages.isPresent()
                ? hugePages.get().allocate(SlabPage.BYTES)
                : arena.allocate(SlabPage.BYTES, Disk.BLOCK_BYTES);
    }

    /// The page of another class that was touched longest ago, or -1.
    @GuardedBy("slabs")
    private int coldestPage(int sizeClass) {
        int coldest = -1;
        for (int index = 0; index < pageCount; index++) {
            if (pages[index].sizeClass != sizeClass
                    && (coldest < 0 || pages[index].touched() - pages[coldest].touched() < 0)) {
                coldest = index;
            }
        }
        return coldest;
    }

    @GuardedBy("slabs")
    private void empty(int index) {
        SlabPage page = pages[index];
        for (int slot = 0; slot < page.slotCount; slot++) {
            if (!page.isFree(slot)) {
                unlink(SlabStripe.handle(index, slot));
                evictions++;
            }
        }
        classes[page.sizeClass].removePage(index);
    }

    @GuardedBy("slabs")
    private void format(int index, MemorySegment memory, int sizeClass) {
        SlabPage page = new SlabPage(memory, sizeClass, slotBytes(sizeClass), turn);
        pages[index] = page;
        classes[sizeClass].addPage(index, page.slotCount);
    }

    /// Turns the hand until it meets a slot without a chance. All slots of the class are filled.
    @GuardedBy("slabs")
    private int evict(SlabClass own, int slotCount) {
        long patience = (SlabPage.CHANCES_MAX + 1L) * own.pageCount() * slotCount;
        while (true) {
            int handle = own.advance(slotCount);
            SlabPage page = pages[SlabStripe.pageOf(handle)];
            int slot = SlabStripe.slotOf(handle);
            if (patience-- <= 0 || !page.takeChance(slot)) {
                unlink(handle);
                evictions++;
                return handle;
            }
        }
    }
}
