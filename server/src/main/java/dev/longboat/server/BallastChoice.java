package dev.longboat.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much ballast suits a disk: 64 MiB, or a sixteenth of a small one. Immutable; holds no state.
final class BallastChoice {
    private static final long BYTES_MAX = 64L << 20;
    private static final long BLOCK_BYTES = 4096;
    private static final int SHARE = 16;

    private BallastChoice() {}

    /// @param data need not exist yet
    static long forDiskOf(Path data) {
        Path existing = data.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            return of(Files.getFileStore(existing).getTotalSpace());
        } catch (IOException _) {
            return BYTES_MAX;
        }
    }

    static long of(long diskBytes) {
        return Math.min(BYTES_MAX, diskBytes / SHARE) & -BLOCK_BYTES;
    }
}
