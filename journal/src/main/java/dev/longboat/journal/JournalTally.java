package dev.longboat.journal;

/// Counts what a journal does. Counted by the writer's thread, read by any. Safe for concurrent
/// use: the figures are published together.
///
final class JournalTally {
    /// Header, full sync and directory sync.
    private static final int SYNCS_PER_SEGMENT = 3;

    private volatile JournalStatistics statistics = new JournalStatistics(SYNCS_PER_SEGMENT, 0, 0, 0, 0, 0, 1, 0);

    JournalStatistics statistics() {
        return statistics;
    }

    /// A batch of `bytes` was written.
    void batch(BatchBuffer batch, int bytes, ZeroAhead zeroes) {
        JournalStatistics now = statistics;
        long padding = bytes - batch.payloadBytes() - (long) batch.frames() * FrameLayout.HEAD_BYTES;
        statistics = new JournalStatistics(
                now.syncs() + 1,
                now.batches() + 1,
                now.frames() + batch.frames(),
                now.payloadBytes() + batch.payloadBytes(),
                now.paddingBytes() + padding,
                zeroes.zeroedBytes(),
                now.segments(),
                now.diskFulls());
    }

    /// A batch was given up.
    void diskFull(ZeroAhead zeroes) {
        JournalStatistics now = statistics;
        statistics = new JournalStatistics(
                now.syncs(),
                now.batches(),
                now.frames(),
                now.payloadBytes(),
                now.paddingBytes(),
                zeroes.zeroedBytes(),
                now.segments(),
                now.diskFulls() + 1);
    }

    /// A segment was begun.
    void segment() {
        JournalStatistics now = statistics;
        statistics = new JournalStatistics(
                now.syncs() + SYNCS_PER_SEGMENT,
                now.batches(),
                now.frames(),
                now.payloadBytes(),
                now.paddingBytes(),
                now.zeroedBytes(),
                now.segments() + 1,
                now.diskFulls());
    }
}
