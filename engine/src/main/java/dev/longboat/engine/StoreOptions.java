package dev.longboat.engine;

/// How a store is run. What is on disk is read whatever the options. Immutable.
///
/// @param memoryBytes for caches and memtables, at least 8 MiB
/// @param segmentBytes the size of a journal segment, 64 KiB to 1 GiB, a multiple of 4,096
/// @param frameBytesMax the largest entry, and so the most that one transaction may change; fits a
///     segment
/// @param zeroAheadBytes how far the journal writes zeros ahead of small writes; 0 for never
/// @param inlineValueBytesMax the longest value that is kept beside its key, 0 to 4,096 bytes
/// @param extentBytes the length above which a value is split, and of its pieces, 4 KiB to 1 MiB
/// @param memtableRowsMax rows after which a memtable is flushed
/// @param replayBytesMax journal bytes after which a memtable is flushed, so that a restart reads
///     no more
/// @param mergeFanIn how many tables of like size are merged into one, at least 2
/// @param blockBytes of tables, 64 bytes to 1 MiB
public record StoreOptions(
        long memoryBytes,
        int segmentBytes,
        int frameBytesMax,
        int zeroAheadBytes,
        int inlineValueBytesMax,
        int extentBytes,
        int memtableRowsMax,
        long replayBytesMax,
        int mergeFanIn,
        int blockBytes) {
    /// How many sealed memtables may wait to be flushed before writers wait for them.
    static final int SEALED_MAX = 3;

    public StoreOptions {
        check("memoryBytes", memoryBytes, MemoryBudget.TOTAL_BYTES_MIN, Long.MAX_VALUE);
        check("inlineValueBytesMax", inlineValueBytesMax, 0, 4096);
        check("extentBytes", extentBytes, 4096, 1 << 20);
        check("frameBytesMax", frameBytesMax, 2L * extentBytes, 64 << 20);
        check("memtableRowsMax", memtableRowsMax, 1, Integer.MAX_VALUE);
        check("replayBytesMax", replayBytesMax, 1, Long.MAX_VALUE);
        check("mergeFanIn", mergeFanIn, 2, 64);
    }

    /// 512 MiB of memory, segments of 128 MiB.
    public static StoreOptions defaults() {
        return new StoreOptions(512L << 20, 128 << 20, 8 << 20, 4 << 20, 512, 1 << 20, 128 << 10, 64L << 20, 4, 4096);
    }

    /// Everything as small as it can be, so that little data goes through every mechanism: for
    /// tests.
    public static StoreOptions tiny() {
        return new StoreOptions(8L << 20, 128 << 10, 32 << 10, 16 << 10, 32, 4096, 24, 32 << 10, 2, 256);
    }

    public StoreOptions withMemoryBytes(long bytes) {
        return new StoreOptions(
                bytes,
                segmentBytes,
                frameBytesMax,
                zeroAheadBytes,
                inlineValueBytesMax,
                extentBytes,
                memtableRowsMax,
                replayBytesMax,
                mergeFanIn,
                blockBytes);
    }

    public StoreOptions withSegmentBytes(int bytes) {
        return new StoreOptions(
                memoryBytes,
                bytes,
                frameBytesMax,
                zeroAheadBytes,
                inlineValueBytesMax,
                extentBytes,
                memtableRowsMax,
                replayBytesMax,
                mergeFanIn,
                blockBytes);
    }

    public StoreOptions withInlineValueBytesMax(int bytes) {
        return new StoreOptions(
                memoryBytes,
                segmentBytes,
                frameBytesMax,
                zeroAheadBytes,
                bytes,
                extentBytes,
                memtableRowsMax,
                replayBytesMax,
                mergeFanIn,
                blockBytes);
    }

    public StoreOptions withMemtableRowsMax(int rows) {
        return new StoreOptions(
                memoryBytes,
                segmentBytes,
                frameBytesMax,
                zeroAheadBytes,
                inlineValueBytesMax,
                extentBytes,
                rows,
                replayBytesMax,
                mergeFanIn,
                blockBytes);
    }

    public StoreOptions withMergeFanIn(int tables) {
        return new StoreOptions(
                memoryBytes,
                segmentBytes,
                frameBytesMax,
                zeroAheadBytes,
                inlineValueBytesMax,
                extentBytes,
                memtableRowsMax,
                replayBytesMax,
                tables,
                blockBytes);
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", not in " + min + ".." + max);
        }
    }
}
