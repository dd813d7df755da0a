package dev.longboat.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.ForeignFormatException;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Damage that no power cut does: every byte of a small journal is turned over, one at a time, and
/// files are swapped, lost or put back. What was synced is found whole or the journal refuses to
/// open and changes nothing (J5); what no mark covers may end early, never differently.
class JournalDamageTest {
    private static final UUID STORE = JournalWorkload.STORE;
    private static final JournalOptions OPTIONS = JournalWorkload.OPTIONS.withZeroAheadBytes(0);
    private static final String SEGMENT = "journal/00000001.seg";

    private final SimDisk disk = new SimDisk();
    private final MemoryChain chain = new MemoryChain();

    @Test
    void everyByteOfASealedSegment_turnedOver_isRefusedOrMakesNoDifference() throws IOException {
        write(8);
        Replayed whole = replay(disk.crash(CrashChoice.keepAll()));
        open(disk, new Replayed()).close();
        int end = chain.segments().getFirst().end();
        int refused = 0;
        for (int at = 0; at < end; at++) {
            refused += turnOver(at, whole, 8) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(SegmentHeader.BYTES + 8 * FrameLayout.HEAD_BYTES);
    }

    @Test
    void everyByteOfAnOpenSegment_turnedOver_isRefusedBelowTheMarkAndEndsTheTailAbove() throws IOException {
        write(8);
        Replayed whole = replay(disk.crash(CrashChoice.keepAll()));
        int marked = lastMark().offset();
        int size = disk.atRest().bytes(SEGMENT).length;
        assertThat(marked).isLessThan(size);
        for (int at = 0; at < size; at++) {
            turnOver(at, whole, at < marked ? 8 : 6);
        }
    }

    @Test
    void damageBelowTheMark_isRefused_whereverTheHeadWithTheMarkLies() throws IOException {
        write(8);
        // The batch behind is torn too: only the head of its second frame is whole.
        disk.atRest().flipBit(SEGMENT, (SegmentHeader.BYTES + 10L) * Byte.SIZE);
        int last = lastMark().offset();
        disk.atRest().flipBit(SEGMENT, (last + 10L) * Byte.SIZE);
        long before = disk.atRest().fingerprint();
        assertThatThrownBy(() -> replay(disk))
                .isInstanceOf(DamagedFileException.class)
                .hasMessage(SEGMENT + " at byte 4096: head sums to " + headSum() + "; everything before byte " + last
                        + " was synced");
        assertThat(disk.atRest().fingerprint()).isEqualTo(before);
    }

    @Test
    void appliedPosition_isAMarkToo() throws IOException {
        write(2);
        Position durable = new Position(1, disk.atRest().bytes(SEGMENT).length);
        disk.atRest().resize(SEGMENT, durable.offset() - Disk.BLOCK_BYTES);
        assertThatThrownBy(() -> Journal.open(disk, STORE, chain, durable, OPTIONS, new Replayed()))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("everything before byte " + durable.offset() + " was synced");
    }

    @Test
    void gapInTheIndexes_isRefused() throws IOException {
        try (Journal journal = open(disk, new Replayed())) {
            append(journal, 1);
            journal.sync();
            assertThatThrownBy(() -> append(journal, 3)).isInstanceOf(IllegalArgumentException.class);
            journal.cancel();
        }
        // Entry 2 went to a segment that the chain has lost.
        try (Journal journal = open(disk, new Replayed())) {
            append(journal, 2);
        }
        try (Journal journal = open(disk, new Replayed())) {
            append(journal, 3);
        }
        open(disk, new Replayed()).close();
        List<ChainedSegment> segments = chain.segments();
        MemoryChain torn = new MemoryChain();
        torn.extend(ChainedSegment.OPEN, segments.get(0));
        torn.extend(segments.get(0).end(), segments.get(2));
        torn.extend(segments.get(2).end(), segments.get(3));
        assertThatThrownBy(() -> Journal.open(disk, STORE, torn, Position.START, OPTIONS, new Replayed()))
                .isInstanceOf(DamagedFileException.class)
                .hasMessage("journal/00000003.seg at byte 4096: index 3 of group 0 follows 1");
    }

    @Test
    void missingFile_isRefused() throws IOException {
        write(4);
        disk.delete(SEGMENT);
        assertThatThrownBy(() -> replay(disk))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("the segment's file is missing");
    }

    @Test
    void chainPutBackToAnEarlierState_isRefused() throws IOException {
        write(4);
        open(disk, new Replayed()).close();
        List<ChainedSegment> earlier = chain.segments();
        try (Journal journal = open(disk, new Replayed())) {
            append(journal, 5);
            journal.sync();
            append(journal, 6);
            journal.sync();
        }
        MemoryChain old = new MemoryChain();
        old.extend(ChainedSegment.OPEN, earlier.get(0));
        old.extend(earlier.get(0).end(), new ChainedSegment(earlier.get(1).id(), 1, ChainedSegment.OPEN));
        long before = disk.atRest().fingerprint();
        assertThatThrownBy(() -> Journal.open(disk, STORE, old, Position.START, OPTIONS, new Replayed()))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("the chain does not know the segment");
        assertThatThrownBy(() -> Journal.open(disk, STORE, new MemoryChain(), Position.START, OPTIONS, new Replayed()))
                .isInstanceOf(DamagedFileException.class);
        assertThat(disk.atRest().fingerprint()).isEqualTo(before);
    }

    @Test
    void orphan_isDeleted_andItsIdNotUsedAgain() throws IOException {
        write(4);
        disk.atRest().put("journal/00000002.seg", new byte[100]);
        disk.atRest().put("journal/00000007.seg", new byte[0]);
        disk.atRest().put("journal/notes.txt", new byte[10]);
        open(disk, new Replayed()).close();
        assertThat(disk.list(SegmentHeader.DIRECTORY)).containsExactly("00000001.seg", "00000008.seg", "notes.txt");
    }

    @Test
    void segmentOfAnotherStore_isRefused() throws IOException {
        write(4);
        UUID other = new UUID(1, 2);
        assertThatThrownBy(() -> Journal.open(disk, other, chain, Position.START, OPTIONS, new Replayed()))
                .isInstanceOf(ForeignFormatException.class)
                .hasMessageContaining("belongs to store " + STORE);
        assertThatThrownBy(() -> Journal.open(disk, other, new MemoryChain(), Position.START, OPTIONS, new Replayed()))
                .isInstanceOf(ForeignFormatException.class);
    }

    @Test
    void segmentOfANewerFormat_isRefused() throws IOException {
        write(4);
        byte[] header = new byte[SegmentHeader.BYTES];
        System.arraycopy(disk.atRest().bytes(SEGMENT), 0, header, 0, header.length);
        ByteBuffer view = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        view.putInt(8, SegmentHeader.FORMAT_VERSION + 1);
        view.putInt(header.length - Integer.BYTES, Checksum.of(view, 0, header.length - Integer.BYTES));
        disk.atRest().overwrite(SEGMENT, 0, header);
        assertThatThrownBy(() -> replay(disk))
                .isInstanceOf(ForeignFormatException.class)
                .hasMessage(SEGMENT + " has journal format 2, this build reads 1; "
                        + "open the store with the build that wrote it");
    }

    @Test
    void valueShapedLikeAFrame_isNotTakenForOne() throws IOException {
        try (Journal journal = open(disk, new Replayed())) {
            append(journal, 1);
            journal.sync();
            // A head that says that all is synced, where a reader behind a hole would look.
            ByteBuffer forged = ByteBuffer.allocate(FrameLayout.HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            int at = 2 * Disk.BLOCK_BYTES + FrameLayout.HEAD_BYTES;
            Frame frame = new Frame(
                    FrameHead.MARK, 1, 1, at, 0, 0, 2, true, true, new Position(1, 2 * Disk.BLOCK_BYTES + 64));
            new FrameCodec(new UUID(0, 0)).encode(frame, forged, 0);
            journal.begin(forged.capacity()).put(forged);
            journal.end(new FrameHead(FrameType.ENTRY, 0, 0, 2));
            journal.sync();
        }
        disk.atRest().flipBit(SEGMENT, (2L * Disk.BLOCK_BYTES + 9) * Byte.SIZE);
        disk.atRest().resize(SEGMENT, 3L * Disk.BLOCK_BYTES);
        assertThat(replay(disk).indexes()).containsExactly(1L);
    }

    /// @return whether the journal refused to open
    private boolean turnOver(int at, Replayed whole, int entriesMin) throws IOException {
        SimDisk damaged = disk.crash(CrashChoice.keepAll());
        damaged.atRest().flipBit(SEGMENT, (long) at * Byte.SIZE + at % Byte.SIZE);
        long before = damaged.atRest().fingerprint();
        Replayed seen;
        try {
            seen = replay(damaged);
        } catch (DamagedFileException e) {
            assertThat(damaged.atRest().fingerprint()).isEqualTo(before);
            return true;
        }
        int count = seen.payloads().size();
        assertThat(count)
                .describedAs("byte %d", at)
                .isBetween(entriesMin, whole.payloads().size());
        assertThat(seen.payloads()).isEqualTo(whole.payloads().subList(0, count));
        return false;
    }

    /// Entries two by two, so that the last two are covered by no mark; the process ends without a
    /// word.
    private void write(int entries) throws IOException {
        Journal journal = open(disk, new Replayed());
        for (int index = 1; index <= entries; index++) {
            append(journal, index);
            if (index % 2 == 0) {
                journal.sync();
            }
        }
    }

    private Position lastMark() throws IOException {
        byte[] bytes = disk.atRest().bytes(SEGMENT);
        ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        FrameCodec codec = new FrameCodec(STORE);
        int last = bytes.length - Disk.BLOCK_BYTES;
        return ((Frame) codec.decode(view, last, 1, 1, last)).mark();
    }

    private String headSum() {
        ByteBuffer view = ByteBuffer.wrap(disk.atRest().bytes(SEGMENT)).order(ByteOrder.LITTLE_ENDIAN);
        NoFrame none = (NoFrame) new FrameCodec(STORE).decode(view, SegmentHeader.BYTES, 1, 1, SegmentHeader.BYTES);
        return none.reason().substring("head sums to ".length());
    }

    private Replayed replay(SimDisk from) throws IOException {
        MemoryChain copy = new MemoryChain();
        copy.copyFrom(chain);
        Replayed replayed = new Replayed();
        Journal.open(from, STORE, copy, Position.START, OPTIONS, replayed).close();
        return replayed;
    }

    private Journal open(SimDisk on, Replayed replayed) throws IOException {
        return Journal.open(on, STORE, chain, Position.START, OPTIONS, replayed);
    }

    private static void append(Journal journal, int index) throws IOException {
        byte[] payload = ("entry " + index + " ").repeat(index).getBytes(StandardCharsets.UTF_8);
        journal.begin(payload.length).put(payload);
        journal.end(new FrameHead(FrameType.ENTRY, 0, 0, index));
    }
}
