package dev.longboat.table;

import java.io.Closeable;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Blocks, index partitions and filters of many tables, verified, in native memory; and the
/// buffers that readers search them in, to be used again.
///
/// Partitions and filters come in with three chances, blocks with none: a scan over more blocks
/// than fit pushes out blocks that nobody asked for twice, and the index last. Lifetime: owns its
/// memory; close it after the tables. Safe for concurrent use; see [SlabCache].
public final class BlockCache implements Closeable {
    private static final int SCRATCH_COUNT = 64;

    private final SlabCache slabs;
    private final AtomicLong owners = new AtomicLong();
    private final AtomicReferenceArray<@Nullable BlockScratch> scratches = new AtomicReferenceArray<>(SCRATCH_COUNT);

    /// @param bytesMax native memory to use at most; below 1 MiB nothing is cached
    public BlockCache(long bytesMax) {
        this.slabs = new SlabCache(bytesMax);
    }

    public CacheStatistics statistics() {
        return slabs.statistics();
    }

    @Override
    public void close() {
        slabs.close();
    }

    /// A number that no other table of this cache has.
    long nextOwner() {
        return owners.incrementAndGet();
    }

    boolean get(long owner, Span span, byte[] target) {
        return slabs.get(owner, span.offset(), target, span.length());
    }

    int askFilter(long owner, Span span, long keyHash) {
        return slabs.askFilter(owner, span.offset(), keyHash);
    }

    void putBlock(long owner, Span span, byte[] bytes) {
        slabs.put(owner, span.offset(), MemorySegment.ofArray(bytes), span.length(), 0);
    }

    void putIndex(long owner, Span span, MemorySegment bytes) {
        slabs.put(owner, span.offset(), bytes, span.length(), SlabPage.CHANCES_MAX);
    }

    void clear(long owner) {
        slabs.clear(owner);
    }

    /// Lends buffers to search in, for one thread at a time, until they are [#release]d.
    BlockScratch borrow() {
        int start = (int) Thread.currentThread().threadId();
        for (int i = 0; i < 4; i++) {
            BlockScratch scratch = scratches.getAndSet((start + i) & (SCRATCH_COUNT - 1), null);
            if (scratch != null) {
                return scratch;
            }
        }
        return new BlockScratch();
    }

    void release(BlockScratch scratch) {
        scratch.reset();
        int start = (int) Thread.currentThread().threadId();
        for (int i = 0; i < 4; i++) {
            if (scratches.compareAndSet((start + i) & (SCRATCH_COUNT - 1), null, scratch)) {
                return;
            }
        }
    }
}
