package dev.longboat.engine;

import dev.longboat.table.RowCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Walks the tables of a run one after another; of these, one at a time is open for it. Confined to
/// one thread at a time. Lifetime: whoever made it holds the tables until it is closed.
final class RunCursor implements RowCursor {
    /// How a table is walked.
    @FunctionalInterface
    interface Opening {
        RowCursor open(LiveTable table) throws IOException;
    }

    private final SortedRun run;
    private final Opening opening;

    /// The place of the table that is open.
    private int at = -1;

    private @Nullable RowCursor rows;

    RunCursor(SortedRun run, Opening opening) {
        this.run = run;
        this.opening = opening;
    }

    @Override
    public void seek(byte[] key, long revision) throws IOException {
        open(Math.max(0, run.lastFrom(key))).seek(key, revision);
        skipForward();
    }

    @Override
    public void seekAtMost(byte[] key, long revision, long ordinal, long stamp) throws IOException {
        open(Math.max(0, run.lastFrom(key))).seekAtMost(key, revision, ordinal, stamp);
        skipForward();
    }

    @Override
    public void seekBefore(byte[] key, long revision) throws IOException {
        open(Math.max(0, run.lastFrom(key))).seekBefore(key, revision);
        skipBackward();
    }

    @Override
    public void seekFirst() throws IOException {
        open(0).seekFirst();
        skipForward();
    }

    @Override
    public void seekLast() throws IOException {
        open(run.tables().size() - 1).seekLast();
        skipBackward();
    }

    @Override
    public void next() throws IOException {
        current().next();
        skipForward();
    }

    @Override
    public void previous() throws IOException {
        current().previous();
        skipBackward();
    }

    private void skipForward() throws IOException {
        while (!valid() && at + 1 < run.tables().size()) {
            open(at + 1).seekFirst();
        }
    }

    private void skipBackward() throws IOException {
        while (!valid() && at > 0) {
            open(at - 1).seekLast();
        }
    }

    private RowCursor open(int place) throws IOException {
        if (rows == null || place != at) {
            close();
            rows = opening.open(run.tables().get(place));
            at = place;
        }
        return rows;
    }

    private RowCursor current() {
        if (rows == null) {
            throw new IllegalStateException("the cursor stands on no row");
        }
        return rows;
    }

    @Override
    public boolean valid() {
        return rows != null && rows.valid();
    }

    @Override
    public byte[] key() {
        return current().key();
    }

    @Override
    public long revision() {
        return current().revision();
    }

    @Override
    public long ordinal() {
        return current().ordinal();
    }

    @Override
    public long stamp() {
        return current().stamp();
    }

    @Override
    public ByteBuffer payload() {
        return current().payload();
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
            rows = null;
        }
    }
}
