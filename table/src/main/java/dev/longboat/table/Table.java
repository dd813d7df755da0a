package dev.longboat.table;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.ForeignFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// An immutable sorted file, open for reading.
///
/// Opening reads header, footer and facts. The root of the index is read at the first look-up and
/// kept on the heap (about 70 bytes per partition, that is per 400 KiB of rows); partitions and
/// filters come and go through the cache. With those cached a look-up reads at most one block, and
/// usually none when the key is not there.
///
/// Lifetime: owns the file. [#close] lets cursors and look-ups that have begun finish, then the
/// file goes (T8). Safe for concurrent use.
public final class Table implements Closeable {
    private final TableFile file;
    private final TableFile memory;
    private final TableSummary summary;
    private final PinCount pins = new PinCount();

    /// The verified root, once somebody needed it. Two threads may both read it; either's will do.
    private volatile byte @Nullable [] root;

    private Table(TableFile file, TableSummary summary) {
        this.file = file;
        this.memory = file.inMemory();
        this.summary = summary;
    }

    /// Opens the file `name` as the table `tableId` of `store`.
    ///
    /// @throws DamagedFileException when header, footer or facts do not hold, or say that this is
    ///     another table
    /// @throws ForeignFormatException when it is no table, of another format version, or of another
    ///     store
    public static Table open(Disk disk, String name, UUID store, long tableId, BlockCache cache) throws IOException {
        DiskFile file = disk.openToRead(name);
        try {
            return open(file, new TableIdentity(name, store, tableId), cache);
        } catch (IOException | RuntimeException | Error failure) {
            file.close();
            throw failure;
        }
    }

    private static Table open(DiskFile file, TableIdentity identity, BlockCache cache) throws IOException {
        long fileBytes = file.size();
        if (fileBytes < HeaderLayout.BYTES) {
            throw new DamagedFileException(identity.file(), fileBytes, "ends within the header");
        }
        byte[] header = new byte[HeaderLayout.BYTES];
        file.readFully(ByteBuffer.wrap(header), 0);
        HeaderLayout.check(header, identity);
        if (fileBytes < 2 * Disk.BLOCK_BYTES || fileBytes % Disk.BLOCK_BYTES != 0) {
            throw new DamagedFileException(
                    identity.file(),
                    fileBytes,
                    "has " + fileBytes + " bytes, not a multiple of " + Disk.BLOCK_BYTES + " from "
                            + 2 * Disk.BLOCK_BYTES + " up: it was cut or never finished");
        }
        byte[] last = new byte[FooterLayout.BYTES];
        file.readFully(ByteBuffer.wrap(last), fileBytes - FooterLayout.BYTES);
        Footer footer = FooterLayout.decode(last, fileBytes, identity);
        TableFile sections = new TableFile(file, identity, footer, cache);
        TableFacts facts = TableFacts.decode(
                sections.read(footer.facts()), identity.file(), footer.facts().offset());
        return new Table(
                sections,
                new TableSummary(
                        identity.tableId(),
                        footer.rows(),
                        fileBytes,
                        facts.firstKey(),
                        facts.lastKey(),
                        footer.revisionMin(),
                        footer.revisionMax(),
                        facts.bytesPerSegment(),
                        FooterLayout.crc32c(last)));
    }

    public TableSummary summary() {
        return summary;
    }

    /// Whether there may be a row of `key`: never false when there is one (T6).
    public boolean mayContain(byte[] key) throws IOException {
        if (!summary.spans(key)) {
            return false;
        }
        pin();
        BlockScratch scratch = file.borrow();
        try {
            return seekPartition(file, scratch, Target.at(key, Long.MAX_VALUE));
        } finally {
            file.release(scratch);
            release();
        }
    }

    /// The newest row of `key` whose revision is at most `revision`.
    public Optional<TableRow> find(byte[] key, long revision) throws IOException {
        return find(key, revision, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /// The newest row of `key` whose three clocks are at most these; [Long#MAX_VALUE] leaves a
    /// clock unbounded.
    public Optional<TableRow> find(byte[] key, long revision, long ordinal, long stamp) throws IOException {
        return find(file, new Target(key, revision, ordinal, stamp));
    }

    /// As [#find(byte[], long)], from memory alone: for threads that must not wait for the disk.
    ///
    /// @throws NotCachedException when memory alone cannot tell
    public Optional<TableRow> findInMemory(byte[] key, long revision) throws IOException {
        return find(memory, new Target(key, revision, Long.MAX_VALUE, Long.MAX_VALUE));
    }

    private Optional<TableRow> find(TableFile source, Target target) throws IOException {
        byte[] key = target.key();
        if (!summary.spans(key)) {
            return Optional.empty();
        }
        pin();
        BlockScratch scratch = file.borrow();
        try {
            if (!seekPartition(source, scratch, target)) {
                return Optional.empty();
            }
            source.openPartition(scratch.root.span(IndexLayout.INDEX), scratch.partition);
            BlockCursor block = scratch.block;
            seekBlock(source, scratch, target, null);
            if (block.compareKey(key) != 0) {
                return Optional.empty();
            }
            ByteBuffer payload = ByteBuffer.wrap(block.payloadCopy()).asReadOnlyBuffer();
            return Optional.of(new TableRow(
                    block.revision(), block.ordinal(), block.stamp(), payload.order(ByteOrder.LITTLE_ENDIAN)));
        } finally {
            file.release(scratch);
            release();
        }
    }

    /// Brings root, partitions and filters into the cache, so that look-ups read at most one block.
    /// Reads them one after the other, some 8 KiB for each 400 KiB of rows.
    public void loadIndex() throws IOException {
        pin();
        BlockScratch scratch = file.borrow();
        try {
            openRoot(file, scratch.root);
            for (scratch.root.seekFirst(); scratch.root.valid(); scratch.root.next()) {
                file.loadFilter(scratch.root.span(IndexLayout.FILTER), scratch.root.span(IndexLayout.INDEX));
            }
        } finally {
            file.release(scratch);
            release();
        }
    }

    /// Brings blocks of rows into the cache, in the order of their keys, for as long as `wanted`
    /// says so, which is asked for each 400 KiB of rows. Reads 256 KiB at a time.
    public void loadBlocks(BooleanSupplier wanted) throws IOException {
        pin();
        BlockScratch scratch = file.borrow();
        try {
            ReadAhead ahead = file.readAhead();
            openRoot(file, scratch.root);
            for (scratch.root.seekFirst(); scratch.root.valid(); scratch.root.next()) {
                if (!wanted.getAsBoolean()) {
                    return;
                }
                file.openPartition(scratch.root.span(IndexLayout.INDEX), scratch.partition);
                for (scratch.partition.seekFirst(); scratch.partition.valid(); scratch.partition.next()) {
                    file.loadBlock(scratch.partition.span(IndexLayout.BLOCK), scratch.block, ahead);
                }
            }
        } finally {
            file.release(scratch);
            release();
        }
    }

    /// A new cursor over all rows. It pins the table until it is closed.
    public RowCursor cursor() {
        pin();
        return new TableCursor(this, file.borrow(), null);
    }

    /// A new cursor for reading many rows once, in ascending order: it reads ahead, 256 KiB at a
    /// time, and leaves the cache's blocks alone. It pins the table until it is closed.
    public RowCursor scan() {
        pin();
        return new TableCursor(this, file.borrow(), file.readAhead());
    }

    /// Reads every byte of the file, past the cache, and checks all that can be checked: checksums,
    /// order, separators, filters, counts, and that sections cover the file without a gap.
    ///
    /// @throws DamagedFileException at the first thing that does not hold
    public void verify() throws IOException {
        pin();
        try {
            new TableVerifier(file, summary).verify();
        } finally {
            release();
        }
    }

    /// Drops what the cache holds of this table: for a table whose file is about to go.
    public void forget() {
        file.forget();
    }

    /// Refuses new readers; the file is closed when those under way are done, which may be later
    /// and in their thread.
    @Override
    public void close() throws IOException {
        if (pins.close()) {
            file.file().close();
        }
    }

    /// Opens the root in `scratch` and moves it to the partition where the target is, if anywhere.
    ///
    /// @return whether there is such a partition and its filter admits the key
    private boolean seekPartition(TableFile source, BlockScratch scratch, Target target) throws IOException {
        openRoot(source, scratch.root);
        scratch.root.seek(target);
        return scratch.root.valid()
                && source.filterAdmits(
                        scratch.root.span(IndexLayout.FILTER),
                        scratch.root.span(IndexLayout.INDEX),
                        XxHash64.hash(target.key()));
    }

    /// Moves to the target in the partition that is open; it must be there.
    void seekBlock(TableFile source, BlockScratch scratch, Target target, @Nullable ReadAhead ahead)
            throws IOException {
        scratch.partition.seek(target);
        if (scratch.partition.valid()) {
            openBlock(source, scratch, ahead);
            scratch.block.seek(target);
        }
        if (!scratch.partition.valid() || !scratch.block.valid()) {
            scratch.block.invalidate();
            throw file.damaged(
                    scratch.root.span(IndexLayout.INDEX), "the index promises a row that is not in the block");
        }
    }

    /// Opens the block that the open partition's row points to.
    void openBlock(TableFile source, BlockScratch scratch, @Nullable ReadAhead ahead) throws IOException {
        Span span = scratch.partition.span(IndexLayout.BLOCK);
        if (ahead == null) {
            source.openBlock(span, scratch.block);
        } else {
            source.openBlock(span, scratch.block, ahead);
        }
    }

    void openRoot(TableFile source, BlockCursor target) throws IOException {
        Span span = file.footer().root();
        if (target.isOpenAt(file.name(), span.offset())) {
            return;
        }
        byte[] bytes = root;
        if (bytes == null) {
            bytes = source.read(span);
            root = bytes;
        }
        target.open(file.name(), span.offset(), bytes, bytes.length);
    }

    TableFile file() {
        return file;
    }

    private void pin() {
        if (!pins.pin()) {
            throw new IllegalStateException(file.name() + ": the table is closed");
        }
    }

    void release() {
        if (pins.release()) {
            try {
                file.file().close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
