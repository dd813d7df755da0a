package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.FrameHead;
import dev.longboat.journal.FrameType;
import dev.longboat.journal.FrameVisitor;
import dev.longboat.journal.JournalFiles;
import dev.longboat.journal.JournalVerifier;
import dev.longboat.journal.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;

/// Finds out which revision files stand at, by reading the heads of the entries that are in no
/// table. What it reads is verified on the way. Confined to one thread.
final class RevisionScan implements FrameVisitor {
    private long index;
    private long revision;

    private RevisionScan(Memtable.Applied applied) {
        this.index = applied.index();
        this.revision = applied.revision();
    }

    /// The revision after all entries of the segments that have an end.
    static long of(Disk disk, UUID store, ManifestState state) throws IOException {
        RevisionScan scan = new RevisionScan(state.applied());
        JournalVerifier journal = new JournalVerifier(disk, store, scan);
        Position from = state.applied().position();
        for (ChainedSegment segment : state.segments()) {
            if (!segment.isOpen() && segment.id() >= from.segment()) {
                int start = segment.id() == from.segment() ? from.offset() : 0;
                journal.verify(segment, Math.max(start, JournalFiles.FIRST_FRAME_OFFSET));
            }
        }
        return scan.revision;
    }

    @Override
    public void frame(FrameHead head, Position payloadAt, int generation, ByteBuffer payload) throws IOException {
        if (head.type() != FrameType.ENTRY || head.index() <= index) {
            return;
        }
        try {
            EntryCodec.Head entry = EntryCodec.head(payload);
            index = head.index();
            if (entry.baseRevision() == revision) {
                revision += entry.transactions();
            }
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(
                    JournalFiles.nameOf(payloadAt.segment()), payloadAt.offset(), String.valueOf(e.getMessage()));
        }
    }
}
