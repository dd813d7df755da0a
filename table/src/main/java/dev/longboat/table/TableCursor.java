package dev.longboat.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A cursor over the rows of one table: three block cursors, from the root down. Lifetime: pins the
/// table and borrows its buffers until closed. Confined to one thread at a time.
final class TableCursor implements RowCursor {
    private final Table table;
    private final TableFile file;
    private final BlockScratch scratch;
    private final BlockCursor root;
    private final BlockCursor partition;
    private final BlockCursor block;
    private final @Nullable ReadAhead ahead;
    private boolean closed;

    /// @param table pinned for this cursor
    /// @param ahead what to read blocks with; null for the cache
    TableCursor(Table table, BlockScratch scratch, @Nullable ReadAhead ahead) {
        this.table = table;
        this.file = table.file();
        this.scratch = scratch;
        this.root = scratch.root;
        this.partition = scratch.partition;
        this.block = scratch.block;
        this.ahead = ahead;
    }

    @Override
    public void seek(byte[] key, long revision) throws IOException {
        seek(Target.at(key, revision));
    }

    @Override
    public void seekAtMost(byte[] key, long revision, long ordinal, long stamp) throws IOException {
        seek(new Target(key, revision, ordinal, stamp));
    }

    private void seek(Target target) throws IOException {
        openRoot();
        root.seek(target);
        if (root.valid()) {
            openPartition();
            table.seekBlock(file, scratch, target, ahead);
        }
    }

    @Override
    public void seekBefore(byte[] key, long revision) throws IOException {
        seek(key, revision);
        if (block.valid()) {
            previous();
        } else {
            seekLast();
        }
    }

    @Override
    public void seekFirst() throws IOException {
        openRoot();
        root.seekFirst();
        if (root.valid()) {
            openPartition();
            partition.seekFirst();
            openBlock();
            block.seekFirst();
        }
    }

    @Override
    public void seekLast() throws IOException {
        openRoot();
        root.seekLast();
        if (root.valid()) {
            openPartition();
            partition.seekLast();
            openBlock();
            block.seekLast();
        }
    }

    @Override
    public void next() throws IOException {
        requireValid();
        block.next();
        if (block.valid()) {
            return;
        }
        partition.next();
        if (!partition.valid()) {
            root.next();
            if (!root.valid()) {
                return;
            }
            openPartition();
            partition.seekFirst();
        }
        openBlock();
        block.seekFirst();
    }

    @Override
    public void previous() throws IOException {
        requireValid();
        block.previous();
        if (block.valid()) {
            return;
        }
        partition.previous();
        if (!partition.valid()) {
            root.previous();
            if (!root.valid()) {
                return;
            }
            openPartition();
            partition.seekLast();
        }
        openBlock();
        block.seekLast();
    }

    private void openRoot() throws IOException {
        if (closed) {
            throw new IllegalStateException(file.name() + ": the cursor is closed");
        }
        block.invalidate();
        table.openRoot(file, root);
    }

    private void openPartition() throws IOException {
        file.openPartition(root.span(IndexLayout.INDEX), partition);
    }

    private void openBlock() throws IOException {
        if (!partition.valid()) {
            throw file.damaged(root.span(IndexLayout.INDEX), "an index partition without rows");
        }
        table.openBlock(file, scratch, ahead);
    }

    private void requireValid() {
        if (!valid()) {
            throw new IllegalStateException(file.name() + ": the cursor stands on no row");
        }
    }

    @Override
    public boolean valid() {
        return !closed && block.valid();
    }

    @Override
    public byte[] key() {
        requireValid();
        return block.key();
    }

    @Override
    public long revision() {
        requireValid();
        return block.revision();
    }

    @Override
    public long ordinal() {
        requireValid();
        return block.ordinal();
    }

    @Override
    public long stamp() {
        requireValid();
        return block.stamp();
    }

    @Override
    public ByteBuffer payload() {
        requireValid();
        return block.payload();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            file.release(scratch);
            table.release();
        }
    }
}
