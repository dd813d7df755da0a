package dev.longboat.journal;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.ExhaustedException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.UUID;

/// Makes segments ready to be chained: header, copied frames and name durable, in this order (J6).
/// Confined to the thread that opens the journal, then to its writer's.
final class NextSegment {
    private final Disk disk;
    private final UUID store;

    private int nextId;

    /// @param nextId no file of this id or a higher one exists
    NextSegment(Disk disk, UUID store, int nextId) {
        this.disk = disk;
        this.store = store;
        this.nextId = nextId;
    }

    /// A segment without frames.
    ///
    /// @param segmentBytes the size at which it is full
    /// @throws DiskFullException when there is no room; nothing is left behind
    ActiveSegment create(int segmentBytes) throws IOException {
        return settled(ActiveSegment.create(disk, store, nextId++, segmentBytes));
    }

    /// A segment that begins with the entries of `tail`.
    ///
    /// @param order the last indexes before the tail
    /// @param segmentBytes the size at which it is full, unless the tail needs more
    /// @throws DiskFullException when there is no room; nothing is left behind
    ActiveSegment createWith(Tail tail, IndexOrder order, int segmentBytes) throws IOException {
        if (tail.isEmpty()) {
            return create(segmentBytes);
        }
        long roomy = SegmentHeader.BYTES + AlignedBuffers.roundUp(tail.bytes()) + 2L * Disk.BLOCK_BYTES;
        ActiveSegment segment = ActiveSegment.create(disk, store, nextId++, (int) Math.max(segmentBytes, roomy));
        try (Arena copyArena = Arena.ofConfined()) {
            int batchBytes = (int) JournalOptions.batchBytes(tail.bytes());
            BatchBuffer batch = new BatchBuffer(AlignedBuffers.allocate(copyArena, batchBytes), new FrameCodec(store));
            new TailCopy(disk, store, order).copy(tail, segment, batch);
        } catch (IOException e) {
            throw afterwards(segment, e);
        }
        return settled(segment);
    }

    private ActiveSegment settled(ActiveSegment segment) throws IOException {
        try {
            segment.settle(disk);
            return segment;
        } catch (IOException e) {
            throw afterwards(segment, e);
        }
    }

    /// Removes a segment that was not chained.
    void abandon(ActiveSegment segment) throws IOException {
        segment.close();
        disk.delete(SegmentHeader.fileName(segment.id()));
    }

    private IOException afterwards(ActiveSegment segment, IOException cause) throws IOException {
        if (cause instanceof ExhaustedException) {
            abandon(segment);
        } else {
            segment.close();
        }
        return cause;
    }
}
