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
    private final Manifest manifest;
    private final long bytesMax;
    private final long rowsMax;
    private final long replayBytesMax;
    private long journalBytesAtSeal;

    /// Null until the store is wired.
    private @Nullable Background background;

    MemtableLimit(Journal journal, AppliedState state, Manifest manifest, StoreOptions options, MemoryBudget budget) {
        this.journal = journal;
        this.state = state;
        this.manifest = manifest;
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

    /// Seals the journal's segment, then the memtable whatever it holds, so that every frame that
    /// was written so far lies in a segment which no replay needs after the flush. To be called
    /// between steps.
    ///
    /// @throws dev.longboat.disk.DiskFullException when there is no room for it
    void seal() throws IOException {
        Background flushing = Objects.requireNonNull(background);
        flushing.awaitRoom();
        journal.seal();
        journalBytesAtSeal = journal.statistics().payloadBytes();
        if (!state.active().isEmpty()) {
            state.seal(journal.durable());
            flushing.wake();
        } else if (state.sealedCount() == 0) {
            manifest.reach(state.applied(journal.durable()));
        }
    }
}
