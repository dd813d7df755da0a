package dev.longboat.journal;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.UUID;

/// The segment that frames are being added to. Confined to the writer's thread.
///
/// Lifetime: owns its file until closed.
final class ActiveSegment implements Closeable {
    private final DiskFile file;
    private final SegmentHeader header;

    private int writeOffset = SegmentHeader.BYTES;
    private int batchNumber = 1;

    private ActiveSegment(DiskFile file, SegmentHeader header) {
        this.file = file;
        this.header = header;
    }

    /// Creates the segment's file and writes its header. Nothing of it counts before [#settle].
    ///
    /// @throws DiskFullException when there is no room; nothing is left behind
    static ActiveSegment create(Disk disk, UUID store, int id, int segmentBytes) throws IOException {
        String name = SegmentHeader.fileName(id);
        DiskFile file = disk.create(name, WriteMode.DURABLE);
        try (Arena headerArena = Arena.ofConfined()) {
            SegmentHeader header = new SegmentHeader(store, id, 1, segmentBytes);
            ByteBuffer block = AlignedBuffers.allocate(headerArena, SegmentHeader.BYTES);
            header.encode(block);
            file.writeFully(block, 0);
            return new ActiveSegment(file, header);
        } catch (IOException e) {
            file.close();
            if (e instanceof DiskFullException) {
                disk.delete(name);
            }
            throw e;
        }
    }

    /// Makes the file and its name durable: after this it may be chained (J6).
    void settle(Disk disk) throws IOException {
        file.sync(SyncKind.FULL);
        disk.syncDirectory(SegmentHeader.DIRECTORY);
    }

    int id() {
        return header.segment();
    }

    int generation() {
        return header.generation();
    }

    /// How the chain remembers it.
    ChainedSegment chained() {
        return new ChainedSegment(id(), generation(), ChainedSegment.OPEN);
    }

    /// Where the next batch begins.
    int writeOffset() {
        return writeOffset;
    }

    Position position() {
        return new Position(id(), writeOffset);
    }

    /// The number of the next batch.
    int batchNumber() {
        return batchNumber;
    }

    /// Whether a batch of `bytes` fits, and a mark behind it.
    boolean fits(long bytes) {
        return writeOffset + bytes + Disk.BLOCK_BYTES <= header.segmentBytes();
    }

    /// Writes zeros where later batches go, as far as `zeroes` finds it worth while.
    void zeroAhead(ZeroAhead zeroes, int batchBytes) throws IOException {
        zeroes.before(file, writeOffset, batchBytes, header.segmentBytes());
    }

    /// Writes a batch, durable at return.
    ///
    /// @throws DiskFullException when it was not written, and no frame of it can ever be accepted
    void write(ByteBuffer batch) throws IOException {
        int bytes = batch.remaining();
        try {
            file.writeFully(batch, writeOffset);
        } catch (DiskFullException full) {
            takeBack(full);
            throw full;
        }
        writeOffset += bytes;
        batchNumber++;
    }

    /// Proves a batch absent that was written in part. Its first block, if there is one, becomes
    /// zeros; what is left behind it carries a batch number that no later batch has.
    private void takeBack(DiskFullException full) throws IOException {
        batchNumber++;
        try (Arena zeroArena = Arena.ofConfined()) {
            if (file.size() > writeOffset) {
                file.writeFully(AlignedBuffers.allocate(zeroArena, Disk.BLOCK_BYTES), writeOffset);
            }
        } catch (IOException e) {
            e.addSuppressed(full);
            throw new IOException(file.name() + " at byte " + writeOffset + ": cannot take back a batch", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
