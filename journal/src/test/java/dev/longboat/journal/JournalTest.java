package dev.longboat.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.DiskFile;
import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.DelegatingDisk;
import dev.longboat.testkit.Fault;
import dev.longboat.testkit.FaultEffect;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the writer of a journal may rely on, call by call.
class JournalTest {
    private static final JournalOptions OPTIONS = JournalWorkload.OPTIONS;

    private final SimDisk disk = new SimDisk();
    private final MemoryChain chain = new MemoryChain();

    @Test
    void begin_givesALittleEndianBufferOfTheAskedSize() throws IOException {
        try (Journal journal = open()) {
            ByteBuffer payload = journal.begin(100);
            assertThat(payload.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
            assertThat(payload.position()).isZero();
            assertThat(payload.remaining()).isEqualTo(100);
            assertThat(journal.payloadPosition()).isEqualTo(new Position(1, 4096 + 64));
            assertThat(journal.generation()).isEqualTo(1);
        }
    }

    @Test
    void begin_refusesWhatIsLargerThanTheLargestFrame() throws IOException {
        try (Journal journal = open()) {
            assertThatThrownBy(() -> journal.begin(OPTIONS.frameBytesMax() + 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a payload of 16385 bytes; frameBytesMax is 16384");
            append(journal, 1, OPTIONS.frameBytesMax());
            append(journal, 2, 0);
            journal.sync();
        }
        assertThat(replay().payloads().stream().map(ByteBuffer::capacity)).containsExactly(OPTIONS.frameBytesMax(), 0);
    }

    @Test
    void begin_whenABatchIsFull_syncsItFirst() throws IOException {
        try (Journal journal = open()) {
            append(journal, 1, 11_000);
            Position before = journal.durable();
            append(journal, 2, 11_000);
            assertThat(journal.durable()).isEqualTo(new Position(1, before.offset() + 12_288));
        }
    }

    @Test
    void payload_isWhatWasPut_notWhatWasAskedFor() throws IOException {
        try (Journal journal = open()) {
            journal.begin(1000).putInt(42);
            journal.end(entry(1));
            journal.sync();
        }
        assertThat(replay().payloads().getFirst().order(ByteOrder.LITTLE_ENDIAN).getInt(0))
                .isEqualTo(42);
    }

    /// The segment at work stays as it is; those behind it are of the size that was wanted last.
    @Test
    void segmentBytes_isTheSizeOfLaterSegments_betweenALargestFrameAndTheOptions() throws IOException {
        int least = 7 * 4096; // the header, a largest frame with its head, the last mark
        List<Integer> sizes = new ArrayList<>();
        try (Journal journal = open()) {
            for (long wanted : new long[] {0, 40_000, Long.MAX_VALUE}) {
                journal.segmentBytes(wanted);
                append(journal, chain.segments().size(), 1);
                journal.seal();
            }
        }
        for (ChainedSegment segment : chain.segments()) {
            try (DiskFile file = disk.openToRead(SegmentHeader.fileName(segment.id()))) {
                sizes.add(SegmentHeader.read(file).segmentBytes());
            }
        }
        assertThat(sizes).containsExactly(OPTIONS.segmentBytes(), least, 9 * 4096, OPTIONS.segmentBytes());
        assertThat(replay().indexes()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void cancel_dropsTheFrameBegun() throws IOException {
        try (Journal journal = open()) {
            append(journal, 1, 10);
            journal.begin(100).put((byte) 1);
            journal.cancel();
            append(journal, 2, 10);
            journal.sync();
        }
        assertThat(replay().indexes()).containsExactly(1L, 2L);
    }

    @Test
    void callsOutOfTurn_areRefused() throws IOException {
        try (Journal journal = open()) {
            assertThatThrownBy(journal::payloadPosition).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> journal.end(entry(1))).isInstanceOf(IllegalStateException.class);
            journal.begin(10);
            assertThatThrownBy(() -> journal.begin(10)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(journal::sync).isInstanceOf(IllegalStateException.class);
            journal.cancel();
        }
        assertThatThrownBy(() -> Journal.open(
                        disk, JournalWorkload.STORE, chain, new Position(1, 5000), OPTIONS, new Replayed()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void end_holdsEachGroupInOrderByItself() throws IOException {
        try (Journal journal = open()) {
            append(journal, new FrameHead(FrameType.ENTRY, 0, 0, 5));
            append(journal, new FrameHead(FrameType.ENTRY, 9, 3, 1));
            append(journal, new FrameHead(FrameType.ENTRY, 0, 0, 6));
            append(journal, new FrameHead(FrameType.ENTRY, 9, 4, 2));
            journal.begin(0);
            assertThatThrownBy(() -> journal.end(new FrameHead(FrameType.ENTRY, 9, 4, 6)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("index 6 of group 9 cannot follow 2");
            journal.cancel();
            journal.sync();
        }
        assertThat(replay().lines())
                .extracting(line -> line.replaceFirst(" at .*", ""))
                .containsExactly(
                        "FrameHead[type=ENTRY, group=0, term=0, index=5]",
                        "FrameHead[type=ENTRY, group=9, term=3, index=1]",
                        "FrameHead[type=ENTRY, group=0, term=0, index=6]",
                        "FrameHead[type=ENTRY, group=9, term=4, index=2]");
    }

    @Test
    void mark_isWrittenOnceForWhatNoMarkCovers() throws IOException {
        try (Journal journal = open()) {
            assertThat(journal.markNeeded()).isFalse();
            append(journal, 1, 10);
            assertThat(journal.markNeeded()).isFalse();
            journal.sync();
            assertThat(journal.markNeeded()).isTrue();
            journal.mark();
            assertThat(journal.markNeeded()).isFalse();
            Position marked = journal.durable();
            journal.mark();
            assertThat(journal.durable()).isEqualTo(marked);
        }
    }

    @Test
    void statistics_countBytesByWhatTheyAreFor() throws IOException {
        try (Journal journal = open()) {
            append(journal, 1, 100);
            append(journal, 2, 50);
            journal.sync();
            journal.mark();
            assertThat(journal.statistics())
                    .isEqualTo(new JournalStatistics(5, 2, 3, 150, 2 * 4096 - 150 - 3 * 64, 0, 1, 0));
        }
    }

    @Test
    void blockWithAnAcknowledgedByte_isNeverWrittenAgain() throws IOException {
        // J4
        List<Position> writes = new ArrayList<>();
        Journal[] writer = new Journal[1];
        DelegatingDisk watching = new DelegatingDisk(disk) {
            @Override
            protected DiskFile written(DiskFile file) {
                return new DelegatingFile(file) {
                    @Override
                    public int write(ByteBuffer source, long position) throws IOException {
                        int segment = Integer.parseInt(file.name().replaceAll("\\D", ""));
                        Position at = new Position(segment, (int) position);
                        writes.add(at);
                        if (writer[0] != null) {
                            Position durable = writer[0].durable();
                            assertThat(at).isGreaterThanOrEqualTo(durable);
                        }
                        return super.write(source, position);
                    }
                };
            }
        };
        try (Journal journal =
                Journal.open(watching, JournalWorkload.STORE, chain, Position.START, OPTIONS, new Replayed())) {
            writer[0] = journal;
            for (int index = 1; index <= 60; index++) {
                append(journal, index, index * 37 % 5000);
                if (index % 3 != 0) {
                    journal.sync();
                }
            }
        }
        assertThat(writes).hasSizeGreaterThan(60);
        assertThat(chain.segments()).hasSizeGreaterThan(2);
    }

    @Test
    void writesThatAreLostOrGoElsewhere_areFoundWhenTheNextStartReadsThem() throws IOException {
        for (FaultEffect effect : List.of(
                new FaultEffect.LostWrite(), new FaultEffect.Misdirected(4096), new FaultEffect.Misdirected(-4096))) {
            for (int nth = 2; nth <= 7; nth++) {
                SimDisk lying = new SimDisk();
                MemoryChain remembered = new MemoryChain();
                lying.plan(Fault.nth(CallKind.WRITE, nth, effect));
                try (Journal journal = Journal.open(
                        lying, JournalWorkload.STORE, remembered, Position.START, OPTIONS, new Replayed())) {
                    for (int index = 1; index <= 6; index++) {
                        append(journal, index, 100);
                        journal.sync();
                    }
                }
                Replayed replayed = new Replayed();
                assertThatThrownBy(() -> {
                            Journal.open(lying, JournalWorkload.STORE, remembered, Position.START, OPTIONS, replayed)
                                    .close();
                            throw new IOException("whole: " + replayed.indexes().size());
                        })
                        .describedAs("%s at write %d", effect, nth)
                        .isInstanceOf(IOException.class)
                        .satisfiesAnyOf(
                                e -> assertThat(e).hasMessage("whole: 6"),
                                e -> assertThat(e).isInstanceOf(DamagedFileException.class));
            }
        }
    }

    @Test
    void tailLargerThanTodaysSegments_isCopiedWhole() throws IOException {
        Journal large = Journal.open(
                disk,
                JournalWorkload.STORE,
                chain,
                Position.START,
                new JournalOptions(1 << 20, 512 << 10, 0, 4),
                new Replayed());
        append(large, 1, 300 << 10);
        append(large, 2, 100 << 10);
        large.sync();
        Replayed replayed = replay();
        assertThat(replayed.payloads().stream().map(ByteBuffer::capacity)).containsExactly(300 << 10, 100 << 10);
        assertThat(replay().payloads()).isEqualTo(replayed.payloads());
    }

    @Test
    void openingManyTimes_showsTheSameAndLeavesNoOrphans() throws IOException {
        try (Journal journal = open()) {
            append(journal, 1, 10);
            append(journal, 2, 20);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(replay().indexes()).containsExactly(1L, 2L);
        }
        assertThat(disk.list(SegmentHeader.DIRECTORY)).hasSize(chain.segments().size());
        assertThat(disk.crash(CrashChoice.dropAll()).list(SegmentHeader.DIRECTORY))
                .hasSize(chain.segments().size());
    }

    @Test
    void close_twice_isHarmless() throws IOException {
        Journal journal = open();
        append(journal, 1, 10);
        journal.close();
        journal.close();
        assertThat(replay().indexes()).containsExactly(1L);
    }

    private Journal open() throws IOException {
        return Journal.open(disk, JournalWorkload.STORE, chain, Position.START, OPTIONS, new Replayed());
    }

    private Replayed replay() throws IOException {
        Replayed replayed = new Replayed();
        Journal.open(disk, JournalWorkload.STORE, chain, Position.START, OPTIONS, replayed)
                .close();
        return replayed;
    }

    private static void append(Journal journal, long index, int bytes) throws IOException {
        journal.begin(bytes).put(ByteBuffer.allocate(bytes));
        journal.end(entry(index));
    }

    private static void append(Journal journal, FrameHead head) throws IOException {
        journal.begin(1).put((byte) 1);
        journal.end(head);
    }

    private static FrameHead entry(long index) {
        return new FrameHead(FrameType.ENTRY, 0, 0, index);
    }
}
