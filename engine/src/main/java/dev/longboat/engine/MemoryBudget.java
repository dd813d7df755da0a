package dev.longboat.engine;

/// How a store's memory is shared out. Native: the caches and the write buffer; on the heap: the
/// memtables and what watches need. Immutable.
///
/// @param totalBytes for everything
record MemoryBudget(long totalBytes) {
    static final long TOTAL_BYTES_MIN = 1L << 20;

    MemoryBudget {
        if (totalBytes < TOTAL_BYTES_MIN) {
            throw new IllegalArgumentException(
                    "a store needs at least " + TOTAL_BYTES_MIN + " bytes of memory, not " + totalBytes);
        }
    }

    /// For values read or written lately.
    long valueCacheBytes() {
        return totalBytes / 2 - 2 * changeFeedBytes();
    }

    /// For the keys that were changed lately, on the heap; as much again for watches that read the
    /// past.
    long changeFeedBytes() {
        return totalBytes / 64;
    }

    /// For blocks, indexes and filters of tables.
    long blockCacheBytes() {
        return totalBytes / 4;
    }

    /// For values on their way to another segment, on the heap, while a merge moves them.
    long movingBytes() {
        return totalBytes / 16;
    }

    /// For one memtable; up to [StoreOptions#SEALED_MAX] more may wait to be flushed.
    long memtableBytes() {
        return totalBytes / 4 / (1 + StoreOptions.SEALED_MAX);
    }
}
