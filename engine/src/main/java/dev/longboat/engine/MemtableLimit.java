package dev.longboat.engine;

import dev.longboat.journal.Journal;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Seals the memtable when it has grown enough, or when a restart would have to replay too much of
/// the journal. Confined to the store-journal thread.
final class MemtableLimit {
    /// A start that replays no more than this is hardly slower than one that replays nothing.
    private static final int QUICK_ROWS = 1024;

    private static final int QUICK_BYTES = 2 << 20;

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
        if (state.active().bytes() >= bytesMax || isReached(rowsMax, replayBytesMax)) {
            sealMemtable();
        }
    }

    /// Seals the memtable when the next start would have something to replay that takes time, so
    /// that a start after an orderly end is quick. To be called behind the last step.
    ///
    /// @throws dev.longboat.disk.DiskFullException when there is no room for it
    void end() throws IOException {
        if (isReached(QUICK_ROWS, QUICK_BYTES)) {
            sealMemtable();
        }
    }

    private boolean isReached(long rows, long replayBytes) {
        Memtable active = state.active();
        return !active.isEmpty()
                && (active.count() >= rows || journal.statistics().payloadBytes() - journalBytesAtSeal >= replayBytes);
    }

    private void sealMemtable() throws IOException {
        Background flushing = Objects.requireNonNull(background);
        flushing.awaitRoom();
        journalBytesAtSeal = journal.statistics().payloadBytes();
        state.seal(journal.durable());
        flushing.wake();
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
