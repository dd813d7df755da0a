package dev.longboat.journal;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;

/// Copies the entries of a tail to a new segment, with their heads, where they are durable before
/// anyone sees them (J7). What the page cache shows of a file whose sync failed may be gone after a
/// power cut, so the old place is not trusted. Confined to the thread that opens the journal.
///
/// Extents are left behind: an entry that makes extents visible was begun after they were synced,
/// so its mark covers them, and those above every mark have no such entry. The copies carry the old
/// segment's mark: a frame whose mark lies in its own segment was written after that was chained,
/// which is how [Orphans] are told from segments that the chain has forgotten.
final class TailCopy {
    private final Disk disk;
    private final UUID store;
    private final IndexOrder order = new IndexOrder();

    /// @param order the last indexes replayed; not changed
    TailCopy(Disk disk, UUID store, IndexOrder order) {
        this.disk = disk;
        this.store = store;
        this.order.copyFrom(order);
    }

    /// Writes the tail's entries to `target`, by way of `batch`, which is empty before and after.
    void copy(Tail tail, ActiveSegment target, BatchBuffer batch) throws IOException {
        ChainedSegment segment = tail.segment();
        try (DiskFile file = disk.openToRead(SegmentHeader.fileName(segment.id()));
                FrameScanner scanner = new FrameScanner(
                        new FileWindow(file, tail.end() + SegmentHeader.BYTES),
                        new FrameCodec(store),
                        segment.id(),
                        segment.generation(),
                        tail.keptTo())) {
            while (scanner.offset() < tail.end()) {
                switch (scanner.next()) {
                    case Frame frame -> add(frame, scanner.payload(), tail.mark(), target, batch);
                    case NoFrame damage ->
                        throw new DamagedFileException(
                                file.name(), damage.offset(), damage.reason() + "; it was whole a moment ago");
                }
            }
        }
        write(target, batch);
    }

    private void add(Frame frame, ByteBuffer payload, Position mark, ActiveSegment target, BatchBuffer batch)
            throws IOException {
        FrameHead head = frame.head();
        if (head.type() != FrameType.ENTRY || order.step(head.group(), head.index()) != IndexOrder.Step.NEXT) {
            return;
        }
        order.advance(head.group(), head.index());
        if (batch.bytesWith(payload.remaining()) > batch.capacity()) {
            write(target, batch);
        }
        batch.begin(payload.remaining()).put(payload);
        batch.end(head, target, mark);
    }

    private static void write(ActiveSegment target, BatchBuffer batch) throws IOException {
        if (!batch.isEmpty()) {
            target.write(batch.finish());
            batch.clear();
        }
    }
}
