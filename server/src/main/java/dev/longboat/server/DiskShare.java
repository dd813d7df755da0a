package dev.longboat.server;

import dev.longboat.engine.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How a store is laid out on a disk, so that a full one comes back when something is deleted: the
/// live values of a segment, a memtable and a table fit into the room that the ballast holds. From
/// 4 GiB on nothing is smaller than usual. Immutable; holds no state.
final class DiskShare {
    private static final long MIB = 1L << 20;
    private static final long BLOCK_BYTES = 4096;
    private static final long BALLAST_BYTES_MAX = 64 * MIB;

    /// The largest transaction and what stands around it.
    private static final long SEGMENT_BYTES_MIN = 9 * MIB;

    private DiskShare() {}

    /// The bytes of the disk, or a quota that is less.
    ///
    /// @param data need not exist yet
    /// @param quotaBytes 0 for none
    static long bytes(Path data, long quotaBytes) {
        Path existing = data.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        long bytes = Long.MAX_VALUE;
        try {
            bytes = Files.getFileStore(existing).getTotalSpace();
        } catch (IOException _) {
            // As much as anybody may want.
        }
        return quotaBytes == 0 ? bytes : Math.min(bytes, quotaBytes);
    }

    /// A sixteenth, of a tiny disk an eighth, and 64 MiB at most.
    static long ballastBytes(long diskBytes) {
        long share = Math.max(diskBytes / 16, Math.min(diskBytes / 8, 16 * MIB));
        return Math.min(BALLAST_BYTES_MAX, share) & -BLOCK_BYTES;
    }

    /// Options for it. The ballast is not among them.
    static StoreOptions.Builder options(long diskBytes) {
        StoreOptions usual = StoreOptions.defaults();
        long segmentBytes = Math.max(SEGMENT_BYTES_MIN, diskBytes / 16) & -BLOCK_BYTES;
        long piece = Math.max(MIB, diskBytes / 64);
        long zeroAheadBytes = Math.max(MIB / 4, diskBytes / 256) & -BLOCK_BYTES;
        return usual.toBuilder()
                .segmentBytes((int) Math.min(usual.segmentBytes(), segmentBytes))
                .tableBytesMax(Math.min(usual.tableBytesMax(), piece))
                .replayBytesMax(Math.min(usual.replayBytesMax(), piece))
                .zeroAheadBytes((int) Math.min(usual.zeroAheadBytes(), zeroAheadBytes));
    }
}
