package dev.longboat.disk;

import java.util.UUID;

/// Who a data directory belongs to, fixed when it is made. Immutable.
///
/// @param store the store; the same in every copy and on every node of it
/// @param node the node that owns this directory, never 0
/// @param formatVersion of the directory's layout, at least 1
/// @param createdMillis when it was made, in milliseconds since the epoch
public record Identity(UUID store, long node, int formatVersion, long createdMillis) {
    /// The version that this build writes, and the newest it reads.
    public static final int FORMAT_VERSION = 1;

    public Identity {
        if (formatVersion < 1) {
            throw new IllegalArgumentException("format version " + formatVersion);
        }
        if (node == 0) {
            throw new IllegalArgumentException("node 0");
        }
    }

    /// A new store's, of this build's version.
    static Identity draw(Clock clock, Randomness randomness) {
        long version = (randomness.nextLong() & ~0xf000L) | 0x4000L;
        long variant = (randomness.nextLong() & ~(3L << 62)) | (2L << 62);
        long node = randomness.nextLong();
        return new Identity(new UUID(version, variant), node == 0 ? 1 : node, FORMAT_VERSION, clock.wallMillis());
    }
}
