package dev.longboat.engine;

import dev.longboat.disk.Disk;
import java.util.Optional;

/// How a store is run. What is on disk is read whatever the options, but what a [Retention] gave up
/// stays given up. Immutable.
///
/// ```java
/// StoreOptions options = StoreOptions.builder()
///         .memoryBytes(1L << 30)
///         .retention(Retention.newest())
///         .build();
/// ```
public final class StoreOptions {
    /// How many sealed memtables may wait to be flushed before writers wait for them.
    static final int SEALED_MAX = 3;

    /// Never handed out, so never changed.
    private final Builder chosen;

    private StoreOptions(Builder chosen) {
        this.chosen = chosen;
    }

    /// 512 MiB of memory, segments of 128 MiB, every version kept, a ballast of 16 MiB, no quota.
    public static StoreOptions defaults() {
        return builder().build();
    }

    /// Everything as small as it can be, so that little data goes through every mechanism: for
    /// tests.
    public static StoreOptions tiny() {
        return builder()
                .memoryBytes(8L << 20)
                .segmentBytes(128 << 10)
                .frameBytesMax(32 << 10)
                .zeroAheadBytes(16 << 10)
                .inlineValueBytesMax(32)
                .extentBytes(4096)
                .memtableRowsMax(24)
                .replayBytesMax(32 << 10)
                .mergeFanIn(2)
                .blockBytes(256)
                .tableBytesMax(16 << 10)
                .ballastBytes(16 << 10)
                .build();
    }

    /// Begins with the defaults.
    public static Builder builder() {
        return new Builder();
    }

    /// Begins with these options.
    public Builder toBuilder() {
        return new Builder(chosen);
    }

    /// These options with another amount of memory.
    public StoreOptions withMemoryBytes(long bytes) {
        return toBuilder().memoryBytes(bytes).build();
    }

    /// See [Builder#memoryBytes(long)].
    public long memoryBytes() {
        return chosen.memoryBytes;
    }

    /// See [Builder#segmentBytes(int)].
    public int segmentBytes() {
        return chosen.segmentBytes;
    }

    /// See [Builder#frameBytesMax(int)].
    public int frameBytesMax() {
        return chosen.frameBytesMax;
    }

    /// See [Builder#zeroAheadBytes(int)].
    public int zeroAheadBytes() {
        return chosen.zeroAheadBytes;
    }

    /// See [Builder#inlineValueBytesMax(int)].
    public int inlineValueBytesMax() {
        return chosen.inlineValueBytesMax;
    }

    /// See [Builder#extentBytes(int)].
    public int extentBytes() {
        return chosen.extentBytes;
    }

    /// See [Builder#memtableRowsMax(int)].
    public int memtableRowsMax() {
        return chosen.memtableRowsMax;
    }

    /// See [Builder#replayBytesMax(long)].
    public long replayBytesMax() {
        return chosen.replayBytesMax;
    }

    /// See [Builder#mergeFanIn(int)].
    public int mergeFanIn() {
        return chosen.mergeFanIn;
    }

    /// See [Builder#blockBytes(int)].
    public int blockBytes() {
        return chosen.blockBytes;
    }

    /// See [Builder#tableBytesMax(long)].
    public long tableBytesMax() {
        return chosen.tableBytesMax;
    }

    /// See [Builder#retention(Retention)].
    public Retention retention() {
        return chosen.retention;
    }

    /// See [Builder#collectBelowPercent(int)].
    public int collectBelowPercent() {
        return chosen.collectBelowPercent;
    }

    /// See [Builder#compactionBytesPerSecond(long)].
    public long compactionBytesPerSecond() {
        return chosen.compactionBytesPerSecond;
    }

    /// See [Builder#ballastBytes(long)].
    public long ballastBytes() {
        return chosen.ballastBytes;
    }

    /// See [Builder#quotaBytes(long)].
    public long quotaBytes() {
        return chosen.quotaBytes;
    }

    /// See [Builder#leasesMax(int)].
    public int leasesMax() {
        return chosen.leasesMax;
    }

    /// See [Builder#compression(String)].
    public Optional<String> compression() {
        return chosen.compression;
    }

    /// See [Builder#compressedValueBytesMin(int)].
    public int compressedValueBytesMin() {
        return chosen.compressedValueBytesMin;
    }

    @Override
    public String toString() {
        return "memoryBytes " + memoryBytes() + ", segmentBytes " + segmentBytes() + ", frameBytesMax "
                + frameBytesMax()
                + ", zeroAheadBytes " + zeroAheadBytes() + ", inlineValueBytesMax " + inlineValueBytesMax()
                + ", extentBytes " + extentBytes() + ", memtableRowsMax " + memtableRowsMax() + ", replayBytesMax "
                + replayBytesMax() + ", mergeFanIn " + mergeFanIn() + ", blockBytes " + blockBytes()
                + ", tableBytesMax " + tableBytesMax() + ", retention " + retention() + ", collectBelowPercent "
                + collectBelowPercent() + ", compactionBytesPerSecond " + compactionBytesPerSecond() + ", ballastBytes "
                + ballastBytes() + ", quotaBytes " + quotaBytes() + ", leasesMax " + leasesMax() + ", compression "
                + compression().orElse("none")
                + ", compressedValueBytesMin " + compressedValueBytesMin();
    }

    /// Collects options; each setter answers the builder. What is out of range is refused by
    /// [#build()]. Confined to one thread.
    public static final class Builder {
        private long memoryBytes = 512L << 20;
        private int segmentBytes = 128 << 20;
        private int frameBytesMax = 8 << 20;
        private int zeroAheadBytes = 4 << 20;
        private int inlineValueBytesMax = 512;
        private int extentBytes = 1 << 20;
        private int memtableRowsMax = 32 << 10;
        private long replayBytesMax = 64L << 20;
        private int mergeFanIn = 4;
        private int blockBytes = 4096;
        private long tableBytesMax = 64L << 20;
        private Retention retention = Retention.all();
        private int collectBelowPercent = 60;
        private long compactionBytesPerSecond = 128L << 20;
        private long ballastBytes = 16L << 20;
        private long quotaBytes;
        private int leasesMax = 1_000_000;
        private Optional<String> compression = Optional.empty();
        private int compressedValueBytesMin = 256;

        private Builder() {}

        private Builder(Builder from) {
            memoryBytes = from.memoryBytes;
            segmentBytes = from.segmentBytes;
            frameBytesMax = from.frameBytesMax;
            zeroAheadBytes = from.zeroAheadBytes;
            inlineValueBytesMax = from.inlineValueBytesMax;
            extentBytes = from.extentBytes;
            memtableRowsMax = from.memtableRowsMax;
            replayBytesMax = from.replayBytesMax;
            mergeFanIn = from.mergeFanIn;
            blockBytes = from.blockBytes;
            tableBytesMax = from.tableBytesMax;
            retention = from.retention;
            collectBelowPercent = from.collectBelowPercent;
            compactionBytesPerSecond = from.compactionBytesPerSecond;
            ballastBytes = from.ballastBytes;
            quotaBytes = from.quotaBytes;
            leasesMax = from.leasesMax;
            compression = from.compression;
            compressedValueBytesMin = from.compressedValueBytesMin;
        }

        /// For caches and memtables, at least 1 MiB; with less than 4 MiB nothing is cached.
        public Builder memoryBytes(long bytes) {
            memoryBytes = bytes;
            return this;
        }

        /// The most that a journal segment holds, 64 KiB to 1 GiB, a multiple of 4,096. Segments
        /// are smaller where little lives: about an eighth of it, but 16 MiB at least.
        public Builder segmentBytes(int bytes) {
            segmentBytes = bytes;
            return this;
        }

        /// The largest entry, and so the most that one transaction may change: at least two
        /// extents, at most 64 MiB, and it fits a segment.
        public Builder frameBytesMax(int bytes) {
            frameBytesMax = bytes;
            return this;
        }

        /// How far the journal writes zeros ahead of small writes; 0 for never.
        public Builder zeroAheadBytes(int bytes) {
            zeroAheadBytes = bytes;
            return this;
        }

        /// The longest value that is kept beside its key, 0 to 4,096 bytes.
        public Builder inlineValueBytesMax(int bytes) {
            inlineValueBytesMax = bytes;
            return this;
        }

        /// The length above which a value is split, and of its pieces, 4 KiB to 1 MiB.
        public Builder extentBytes(int bytes) {
            extentBytes = bytes;
            return this;
        }

        /// Rows after which a memtable is flushed, from 1. A restart replays about as many, each
        /// some microseconds; fewer make more and smaller tables, and so more to merge.
        public Builder memtableRowsMax(int rows) {
            memtableRowsMax = rows;
            return this;
        }

        /// Journal bytes after which a memtable is flushed, so that a restart reads no more.
        public Builder replayBytesMax(long bytes) {
            replayBytesMax = bytes;
            return this;
        }

        /// How many runs of like size are merged into one, 2 to 64.
        public Builder mergeFanIn(int runs) {
            mergeFanIn = runs;
            return this;
        }

        /// Of tables, 64 bytes to 1 MiB.
        public Builder blockBytes(int bytes) {
            blockBytes = bytes;
            return this;
        }

        /// The size at which a merge goes on in another table of the same run, at least 4 KiB: the
        /// step by which large runs are merged and their space is given back.
        public Builder tableBytesMax(long bytes) {
            tableBytesMax = bytes;
            return this;
        }

        /// How much of the past is kept; everything by default.
        public Builder retention(Retention policy) {
            retention = policy;
            return this;
        }

        /// A sealed journal segment gives its space back once less than this share of it is still
        /// referred to: what lives is copied on. 0 to 95 percent; at 0 only segments of which
        /// nothing lives are given back.
        public Builder collectBelowPercent(int percent) {
            collectBelowPercent = percent;
            return this;
        }

        /// How much a compaction reads at most, so that it leaves room for others; at least 64 KiB.
        public Builder compactionBytesPerSecond(long bytes) {
            compactionBytesPerSecond = bytes;
            return this;
        }

        /// Bytes of the disk held in reserve, so that there is room for deletes, flushes and merges
        /// when it is full: a multiple of 4,096, at most 64 GiB; 0 for none. As much as a memtable
        /// and a merge may write is a good measure; 16 MiB by default.
        public Builder ballastBytes(long bytes) {
            ballastBytes = bytes;
            return this;
        }

        /// How many bytes the live files may take before new values are refused; 0, the default,
        /// for as many as the disk has.
        public Builder quotaBytes(long bytes) {
            quotaBytes = bytes;
            return this;
        }

        /// How many leases there may be before new ones are refused, from 0; 1,000,000 by default.
        /// Each takes about 250 bytes of the heap.
        public Builder leasesMax(int count) {
            leasesMax = count;
            return this;
        }

        /// The name of the [ValueCompression] by which new values are compressed, `lz4` say; values
        /// are stored as they are by default. It has to be on the class path when the store is
        /// opened. Each value is read by the compression that wrote it, whatever this says.
        ///
        /// Once a store was opened with a compression, builds from before there were any refuse it.
        public Builder compression(String name) {
            compression = Optional.of(name);
            return this;
        }

        /// New values are stored as they are, as by default.
        public Builder withoutCompression() {
            compression = Optional.empty();
            return this;
        }

        /// The shortest value, or piece of one, that is compressed, from 1; 256 by default.
        public Builder compressedValueBytesMin(int bytes) {
            compressedValueBytesMin = bytes;
            return this;
        }

        /// The options so far.
        ///
        /// @throws IllegalArgumentException when one is out of its range
        public StoreOptions build() {
            check("memoryBytes", memoryBytes, MemoryBudget.TOTAL_BYTES_MIN, Long.MAX_VALUE);
            check("inlineValueBytesMax", inlineValueBytesMax, 0, 4096);
            check("extentBytes", extentBytes, 4096, 1 << 20);
            check("frameBytesMax", frameBytesMax, 2L * extentBytes, 64 << 20);
            check("memtableRowsMax", memtableRowsMax, 1, Integer.MAX_VALUE);
            check("replayBytesMax", replayBytesMax, 1, Long.MAX_VALUE);
            check("mergeFanIn", mergeFanIn, 2, 64);
            check("tableBytesMax", tableBytesMax, 4096, Long.MAX_VALUE);
            check("collectBelowPercent", collectBelowPercent, 0, 95);
            check("compactionBytesPerSecond", compactionBytesPerSecond, 64 << 10, Long.MAX_VALUE >> 10);
            check("ballastBytes", ballastBytes, 0, 64L << 30);
            check("quotaBytes", quotaBytes, 0, Long.MAX_VALUE);
            check("leasesMax", leasesMax, 0, Integer.MAX_VALUE);
            check("compressedValueBytesMin", compressedValueBytesMin, 1, Integer.MAX_VALUE);
            if (ballastBytes % Disk.BLOCK_BYTES != 0) {
                throw new IllegalArgumentException(
                        "ballastBytes " + ballastBytes + " is no multiple of " + Disk.BLOCK_BYTES);
            }
            return new StoreOptions(new Builder(this));
        }

        private static void check(String name, long value, long min, long max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(name + " is " + value + ", not in " + min + ".." + max);
            }
        }
    }
}
