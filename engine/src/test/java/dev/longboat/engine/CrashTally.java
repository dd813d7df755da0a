package dev.longboat.engine;

/// How many crash states a store was opened on. A state is a disk as a power cut left it; choices
/// that leave the same are one. Safe for concurrent use.
final class CrashTally {
    private final long[] byDepth = new long[4];
    private long afterwards;

    /// Counts a state whose cut came in the workload (1), in the recovery from such a one (2), or
    /// in the recovery from that (3).
    synchronized void count(int depth) {
        byDepth[depth]++;
    }

    /// Counts a state whose cut came right after a recovery.
    synchronized void countAfterwards() {
        afterwards++;
    }

    /// @param other which nobody changes any more
    synchronized void add(CrashTally other) {
        for (int depth = 0; depth < byDepth.length; depth++) {
            byDepth[depth] += other.byDepth[depth];
        }
        afterwards += other.afterwards;
    }

    synchronized long atDepth(int depth) {
        return byDepth[depth];
    }

    /// States of all kinds.
    synchronized long all() {
        return byDepth[1] + byDepth[2] + byDepth[3] + afterwards;
    }

    @Override
    public synchronized String toString() {
        return "%,d crash states: %,d in the workload, %,d after the recovery, %,d during it, %,d during a second one"
                .formatted(all(), byDepth[1], afterwards, byDepth[2], byDepth[3]);
    }
}
