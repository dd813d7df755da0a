package dev.longboat.engine;

import java.util.function.LongSupplier;

/// How much a store's live files may take. It is exceeded from when they take more until they take
/// 5 % less; what was admitted before may exceed it by one step of the journal. Safe for concurrent
/// use.
final class Quota {
    private static final int HYSTERESIS = 20;

    private final long bytes;
    private final LongSupplier usedBytes;
    private volatile boolean exceeded;

    /// @param bytes 0 for none
    /// @param usedBytes of live files; asked often
    Quota(long bytes, LongSupplier usedBytes) {
        this.bytes = bytes;
        this.usedBytes = usedBytes;
    }

    /// 0 for none.
    long bytes() {
        return bytes;
    }

    long usedBytes() {
        return usedBytes.getAsLong();
    }

    boolean isExceeded() {
        if (bytes == 0) {
            return false;
        }
        long used = usedBytes();
        if (used > bytes) {
            exceeded = true;
        } else if (used <= bytesToReturn()) {
            exceeded = false;
        }
        return exceeded;
    }

    /// What a caller is told while it is exceeded.
    StoreException refusal() {
        return ResourceExhaustedException.overQuota(usedBytes(), bytes, bytesToReturn());
    }

    private long bytesToReturn() {
        return bytes - bytes / HYSTERESIS;
    }
}
