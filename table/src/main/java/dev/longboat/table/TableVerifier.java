package dev.longboat.table;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Reads a whole table and checks everything about it. Reads past the cache, one section at a time.
/// Confined to one thread.
final class TableVerifier {
    private final TableFile file;
    private final TableSummary summary;
    private final BlockCursor root = new BlockCursor();
    private final BlockCursor partition = new BlockCursor();
    private final BlockCursor block = new BlockCursor();

    private long end = HeaderLayout.BYTES;
    private long rows;
    private byte[] firstKey = new byte[0];
    private byte[] lastKey = new byte[0];
    private long lastRevision;
    private long lastOrdinal;
    private long lastStamp;
    private long revisionMin = Long.MAX_VALUE;
    private long revisionMax = Long.MIN_VALUE;

    TableVerifier(TableFile file, TableSummary summary) {
        this.file = file;
        this.summary = summary;
    }

    void verify() throws IOException {
        Span rootSpan = file.footer().root();
        open(rootSpan, root);
        for (root.seekFirst(); root.valid(); root.next()) {
            verifyPartition(root.span(IndexLayout.FILTER), root.span(IndexLayout.INDEX));
            checkSeparator(root, rootSpan);
        }
        cover(file.footer().facts());
        byte[] facts = file.read(file.footer().facts());
        TableFacts.decode(facts, file.name(), file.footer().facts().offset());
        cover(rootSpan);
        verifyPadding();
        verifySummary(rootSpan);
    }

    private void verifyPartition(Span filterSpan, Span partitionSpan) throws IOException {
        open(partitionSpan, partition);
        byte[] filter = file.read(filterSpan);
        if (!Filter.isPlausible(filter, filter.length)) {
            throw file.damaged(filterSpan, "a filter of " + filter.length + " bytes that is none");
        }
        MemorySegment filterBits = MemorySegment.ofArray(filter);
        for (partition.seekFirst(); partition.valid(); partition.next()) {
            Span span = partition.span(IndexLayout.BLOCK);
            cover(span);
            open(span, block);
            for (block.seekFirst(); block.valid(); block.next()) {
                verifyRow(span);
                if (!Filter.mayContain(filterBits, 0, filter.length, XxHash64.hash(block.key()))) {
                    throw file.damaged(filterSpan, "the filter denies a key of row " + rows);
                }
            }
            checkSeparator(partition, partitionSpan);
        }
        cover(filterSpan);
        cover(partitionSpan);
    }

    private void verifyRow(Span span) throws DamagedFileException {
        byte[] key = block.key();
        if (rows == 0) {
            firstKey = key;
        } else {
            int order = Arrays.compareUnsigned(lastKey, key);
            if (order > 0 || (order == 0 && block.revision() >= lastRevision)) {
                throw file.damaged(span, "row " + rows + " is not behind the row before it");
            }
            if (order == 0 && (block.ordinal() > lastOrdinal || block.stamp() > lastStamp)) {
                throw file.damaged(span, "row " + rows + " has a higher ordinal or stamp than the newer one");
            }
        }
        lastKey = key;
        lastRevision = block.revision();
        lastOrdinal = block.ordinal();
        lastStamp = block.stamp();
        revisionMin = Math.min(revisionMin, lastRevision);
        revisionMax = Math.max(revisionMax, lastRevision);
        rows++;
    }

    private void checkSeparator(BlockCursor index, Span span) throws DamagedFileException {
        if (index.compareKey(lastKey) != 0
                || index.revision() != lastRevision
                || index.ordinal() != lastOrdinal
                || index.stamp() != lastStamp) {
            throw file.damaged(span, "an index row is not the last row of what it points to, row " + (rows - 1));
        }
    }

    private void verifyPadding() throws IOException {
        long until = file.footer().fileBytes() - FooterLayout.BYTES;
        if (until - end < 0 || until - end >= Disk.BLOCK_BYTES) {
            throw new DamagedFileException(file.name(), end, (until - end) + " bytes of padding");
        }
        byte[] padding = new byte[(int) (until - end)];
        file.file().readFully(ByteBuffer.wrap(padding), end);
        int nonzero = Arrays.mismatch(padding, new byte[padding.length]);
        if (nonzero >= 0) {
            throw new DamagedFileException(file.name(), end + nonzero, "padding that is not zero");
        }
    }

    private void verifySummary(Span rootSpan) throws DamagedFileException {
        boolean holds = rows == summary.rows()
                && Arrays.equals(firstKey, summary.firstKey())
                && Arrays.equals(lastKey, summary.lastKey())
                && summary.revisionMin() == (rows == 0 ? 0 : revisionMin)
                && summary.revisionMax() == (rows == 0 ? 0 : revisionMax);
        if (!holds) {
            throw file.damaged(
                    rootSpan,
                    rows + " rows of revisions " + revisionMin + ".." + revisionMax + " are not what the footer says: "
                            + summary);
        }
    }

    private void cover(Span span) throws DamagedFileException {
        if (span.offset() != end) {
            throw file.damaged(span, "a section begins here and the one before it ended at " + end);
        }
        end = span.end();
    }

    private void open(Span span, BlockCursor target) throws IOException {
        byte[] bytes = file.read(span);
        target.open(file.name(), span.offset(), bytes, bytes.length);
    }
}
