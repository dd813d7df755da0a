package dev.longboat.engine;

import dev.longboat.journal.Journal;
import java.io.IOException;

/// Seals the memtable when it has grown enough, or when a restart would have to replay too much of
/// the journal. Confined to the store-journal thread.
final class MemtableLimit {
    private final Journal journal;
    private final AppliedState state;
    private final Background background;
    private final long bytesMax;
    private final long rowsMax;
    private final long replayBytesMax;
    private long journalBytesAtSeal;

    MemtableLimit(
            Journal journal, AppliedState state, Background background, StoreOptions options, MemoryBudget budget) {
        this.journal = journal;
        this.state = state;
        this.background = background;
        this.bytesMax = budget.memtableBytes();
        this.rowsMax = options.memtableRowsMax();
        this.replayBytesMax = options.replayBytesMax();
    }

    /// To be called between steps, when everything durable has been applied.
    ///
    /// @throws dev.longboat.disk.DiskFullException when memtables cannot be flushed, and so no more
    ///     rows can be taken
    void enforce() throws IOException {
        long journalBytes = journal.statistics().payloadBytes();
        Memtable active = state.active();
        if (active.bytes() >= bytesMax
                || active.count() >= rowsMax
                || (journalBytes - journalBytesAtSeal >= replayBytesMax && !active.isEmpty())) {
            background.awaitRoom();
            journalBytesAtSeal = journalBytes;
            state.seal(journal.durable());
            background.wake();
        }
    }
}
