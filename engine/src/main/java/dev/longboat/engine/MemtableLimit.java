package dev.longboat.engine;

import dev.longboat.journal.Journal;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Seals the memtable when it has grown enough, or when a restart would have to replay too much of
/// the journal. Confined to the store-journal thread.
final class MemtableLimit {
    private final Journal journal;
    private final AppliedState state;
    private final long bytesMax;
    private final long rowsMax;
    private final long replayBytesMax;
    private long journalBytesAtSeal;

    /// Null until the store is wired.
    private @Nullable Background background;

    MemtableLimit(Journal journal, AppliedState state, StoreOptions options, MemoryBudget budget) {
        this.journal = journal;
        this.state = state;
        this.bytesMax = budget.memtableBytes();
        this.rowsMax = options.memtableRowsMax();
        this.replayBytesMax = options.replayBytesMax();
    }

    /// From now on it is this one that flushes.
    void attach(Background flushing) {
        background = flushing;
    }

    /// To be called between steps, when everything durable has been applied.
    ///
    /// @throws dev.longboat.disk.DiskFullException when memtables cannot be flushed, and so no more
    ///     rows can be taken
    void enforce() throws IOException {
        long journalBytes = journal.statistics().payloadBytes();
        Memtable active = state.active();
        Background flushing = Objects.requireNonNull(background);
        if (active.bytes() >= bytesMax
                || active.count() >= rowsMax
                || (journalBytes - journalBytesAtSeal >= replayBytesMax && !active.isEmpty())) {
            flushing.awaitRoom();
            journalBytesAtSeal = journalBytes;
            state.seal(journal.durable());
            flushing.wake();
        }
    }
}
