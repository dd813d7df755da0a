package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.FrameHead;
import dev.longboat.journal.FrameType;
import dev.longboat.journal.FrameVisitor;
import dev.longboat.journal.JournalFiles;
import dev.longboat.journal.JournalVerifier;
import dev.longboat.journal.Position;
import dev.longboat.table.RowCursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.UUID;

/// The part of a [StoreExamination] that reads the journal: every frame of every chained segment,
/// the tail of the last, and what lies beside the chain. Confined to one thread.
final class JournalExamination implements FrameVisitor {
    private final Disk disk;
    private final UUID store;
    private final ManifestState live;
    private final StoreExamination examination;

    /// What is in no table yet.
    private final Memtable recent = new Memtable(new SegmentPins().pin());

    private JournalVerifier verifier;
    private long index;
    private long revision;
    private long entries;
    private int soundSegments;

    JournalExamination(Disk disk, UUID store, ManifestState live, StoreExamination examination) {
        this.disk = disk;
        this.store = store;
        this.live = live;
        this.examination = examination;
        this.index = live.applied().index();
        this.revision = live.applied().revision();
        this.verifier = new JournalVerifier(disk, store, this);
    }

    int soundSegments() {
        return soundSegments;
    }

    /// The revision that whole frames reach.
    long revision() {
        return revision;
    }

    void run() throws IOException {
        for (ChainedSegment segment : live.segments()) {
            String name = JournalFiles.nameOf(segment.id());
            entries = 0;
            if (segment.id() <= live.applied().position().segment()) {
                // Segments before may have been retired, and their entries with them.
                verifier = new JournalVerifier(disk, store, this);
            }
            try {
                long end = segment.isOpen() ? examineLast(segment, name) : examineSealed(segment);
                soundSegments++;
                examination.read(name + "  " + entries + " entries before byte " + end);
            } catch (IOException e) {
                tell(segment, name, StoreVerifier.Fault.of(e));
                verifier = new JournalVerifier(disk, store, this); // What follows is judged by itself.
            }
        }
        examineOthers();
    }

    private long examineSealed(ChainedSegment segment) throws IOException {
        verifier.verify(segment, JournalFiles.FIRST_FRAME_OFFSET);
        return segment.end();
    }

    private long examineLast(ChainedSegment segment, String name) throws IOException {
        JournalVerifier.OpenEnd end = verifier.survey(segment, JournalFiles.FIRST_FRAME_OFFSET);
        if (end.end() < end.fileBytes() && hasContent(name, end.end(), end.fileBytes())) {
            examination.tail(
                    name,
                    end.end(),
                    (end.fileBytes() - end.end()) + " bytes of frames that were not finished, behind the durable mark"
                            + " at byte " + end.keptTo());
        }
        return end.end();
    }

    private boolean hasContent(String name, long from, long to) throws IOException {
        try (DiskFile file = disk.openToRead(name)) {
            ByteBuffer buffer = ByteBuffer.allocate(Disk.BLOCK_BYTES);
            for (long at = from; at < to; at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), to - at));
                file.readFully(buffer, at);
                for (int i = 0; i < buffer.limit(); i++) {
                    if (buffer.get(i) != 0) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private void tell(ChainedSegment segment, String name, StoreVerifier.Fault fault) {
        Position at = new Position(segment.id(), (int) Math.min(fault.offset(), Integer.MAX_VALUE));
        boolean replayed = at.compareTo(live.applied().position()) >= 0;
        String place = replayed
                ? "a start needs these bytes and is refused: "
                : "a start does not need these bytes, the rows are in tables; values that lie there are refused to"
                        + " whoever reads them: ";
        String keys =
                replayed ? "those changed after revision " + live.applied().revision() + ", which are in no table" : "";
        examination.damage(name, fault.offset(), fault.problem(), keys, place + StoreExamination.RESTORE);
    }

    private void examineOthers() throws IOException {
        if (!disk.exists(JournalFiles.DIRECTORY)) {
            return;
        }
        int last = live.segments().isEmpty() ? 0 : live.segments().getLast().id();
        for (String entry : disk.list(JournalFiles.DIRECTORY)) {
            OptionalInt id = JournalFiles.idOf(entry);
            String name = JournalFiles.DIRECTORY + "/" + entry;
            if (id.isEmpty()) {
                examination.leftover(name, "not the name of a segment");
            } else if (id.getAsInt() > last) {
                examineOrphan(name, id.getAsInt());
            } else if (live.segments().stream().noneMatch(each -> each.id() == id.getAsInt())) {
                examination.leftover(name, "a segment that the manifest has retired");
            }
        }
    }

    private void examineOrphan(String name, int id) throws IOException {
        try {
            verifier.checkNeverChained(id);
            examination.leftover(name, "a segment that was made and never used");
        } catch (IOException e) {
            StoreVerifier.Fault fault = StoreVerifier.Fault.of(e);
            examination.damage(
                    name,
                    fault.offset(),
                    fault.problem(),
                    "the manifest is older than the journal, or of another store; a start is refused: "
                            + StoreExamination.RESTORE);
        }
    }

    @Override
    public void frame(FrameHead head, Position at, int generation, ByteBuffer payload) throws IOException {
        if (head.type() != FrameType.ENTRY) {
            return;
        }
        entries++;
        try {
            EntryCodec.Head entry = EntryCodec.head(payload);
            boolean counts = head.index() > index && entry.baseRevision() == revision;
            EntryCodec.decode(payload, new EntryDump.Places(at, generation), (key, change, _) -> {
                if (counts) {
                    recent.add(key, change);
                }
            });
            if (counts) {
                revision += entry.transactions();
            }
            index = Math.max(index, head.index());
        } catch (IllegalArgumentException e) {
            throw new DamagedFileException(
                    JournalFiles.nameOf(at.segment()), at.offset(), String.valueOf(e.getMessage()));
        }
    }

    /// Follows the pointers of what is in no table yet.
    void checkValues(ValueCheck check) throws IOException {
        try (RowCursor rows = recent.cursor()) {
            check.check(rows, examination::damagedValue);
        }
    }
}
