package dev.longboat.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.Fault;
import dev.longboat.testkit.FaultEffect;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A read gives exactly the bytes that were written, or fails (J8); whatever the pointer, the
/// medium and the other readers do.
class JournalReadTest {
    private static final int VALUES = 60;

    private final SimDisk disk = new SimDisk();
    private final MemoryChain chain = new MemoryChain();
    private final List<byte[]> values = new ArrayList<>();
    private final List<Pointer> pointers = new ArrayList<>();

    private Journal journal;

    JournalReadTest() throws IOException {
        JournalOptions options = JournalWorkload.OPTIONS.withZeroAheadBytes(0);
        journal = Journal.open(disk, JournalWorkload.STORE, chain, Position.START, options, new Replayed());
    }

    @BeforeEach
    void write() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 1; i <= VALUES; i++) {
            byte[] value = new byte[random.nextInt(9000)];
            random.nextBytes(value);
            pointers.add(append(i, value));
            values.add(value);
            journal.sync();
        }
        assertThat(chain.segments()).hasSizeGreaterThan(4);
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
    }

    @Test
    void read_givesEveryValue_withFewerFilesOpenThanSegments() throws IOException {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < VALUES; i++) {
                assertThat(read(pointers.get(i))).isEqualTo(values.get(i));
            }
        }
    }

    @Test
    void read_puts_atTheTargetsPosition() throws IOException {
        ByteBuffer target = ByteBuffer.allocate(20_000).position(7);
        journal.read(pointers.get(3), target);
        assertThat(target.position()).isEqualTo(7 + values.get(3).length);
        assertThat(target.slice(7, values.get(3).length)).isEqualTo(ByteBuffer.wrap(values.get(3)));
        assertThatThrownBy(() -> journal.read(pointers.get(3), ByteBuffer.allocate(3)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void read_ofAPointerThatIsWrongInAnyWay_isDamage() {
        Pointer right = pointers.get(5);
        int end = chain.segments().getFirst().end();
        List<Pointer> wrong = List.of(
                new Pointer(right.segment(), 2, right.offset(), right.length(), right.crc32c()),
                new Pointer(right.segment(), 1, right.offset() + 1, right.length(), right.crc32c()),
                new Pointer(right.segment(), 1, right.offset(), right.length() - 1, right.crc32c()),
                new Pointer(right.segment(), 1, right.offset(), right.length(), right.crc32c() + 1),
                new Pointer(right.segment(), 1, end + 100_000, right.length(), right.crc32c()),
                new Pointer(right.segment() + 1, 1, right.offset(), right.length(), right.crc32c()),
                new Pointer(999, 1, right.offset(), right.length(), right.crc32c()));
        for (Pointer pointer : wrong) {
            ByteBuffer target = ByteBuffer.allocate(10_000);
            assertThatThrownBy(() -> journal.read(pointer, target))
                    .describedAs(pointer.toString())
                    .isInstanceOf(DamagedFileException.class);
            assertThat(target.position()).isZero();
        }
    }

    @Test
    void read_beforeTheBytesAreDurable_isRefused() throws IOException {
        Pointer early = append(VALUES + 1, new byte[100]);
        assertThatThrownBy(() -> read(early))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("durable is only what lies before " + journal.durable());
        journal.sync();
        assertThat(read(early)).isEqualTo(new byte[100]);
    }

    @Test
    void read_whenTheMediumTurnsABit_isDamage_andRightWhenReadAgain() throws IOException {
        read(pointers.get(9));
        disk.plan(Fault.nth(CallKind.READ, 1, new FaultEffect.FlippedBit(12_345)));
        assertThatThrownBy(() -> read(pointers.get(9))).isInstanceOf(DamagedFileException.class);
        assertThat(read(pointers.get(9))).isEqualTo(values.get(9));
    }

    @Test
    void read_inShortPieces_isWhole() throws IOException {
        disk.plan(Fault.nth(CallKind.READ, 1, new FaultEffect.Cut(100)).forGood());
        assertThat(read(pointers.get(2))).isEqualTo(values.get(2));
    }

    @Test
    void read_afterTheJournalFailed_goesOn() throws IOException {
        append(VALUES + 1, new byte[10]);
        disk.plan(Fault.nth(CallKind.WRITE, 1, FaultEffect.inputOutput()));
        assertThatThrownBy(journal::sync).isInstanceOf(JournalFailedException.class);
        assertThat(read(pointers.get(0))).isEqualTo(values.get(0));
    }

    @Test
    void delete_letsASegmentGo() throws IOException {
        read(pointers.get(0));
        journal.delete(1);
        assertThat(disk.exists("journal/00000001.seg")).isFalse();
        assertThatThrownBy(() -> read(pointers.get(0)))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void read_byManyThreads_whileFilesComeAndGo_givesEveryValue() throws Exception {
        try (ExecutorService readers = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int seed = thread;
                Callable<Integer> task = () -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    for (int i = 0; i < 500; i++) {
                        int at = random.nextInt(VALUES);
                        assertThat(read(pointers.get(at))).isEqualTo(values.get(at));
                    }
                    return 500;
                };
                results.add(readers.submit(task));
            }
            for (int index = VALUES + 1; index <= VALUES + 200; index++) {
                append(index, new byte[700]);
                journal.sync();
            }
            for (Future<Integer> result : results) {
                assertThat(result.get()).isEqualTo(500);
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    @Test
    void read_fromAClosedJournal_isRefused() throws IOException {
        journal.close();
        assertThatThrownBy(() -> read(pointers.get(0)))
                .isInstanceOf(IOException.class)
                .hasMessage("the journal is closed");
    }

    private Pointer append(int index, byte[] value) throws IOException {
        journal.begin(value.length).put(value);
        Position at = journal.payloadPosition();
        journal.end(new FrameHead(FrameType.ENTRY, 0, 0, index));
        int crc = Checksum.of(ByteBuffer.wrap(value), 0, value.length);
        return new Pointer(at.segment(), journal.generation(), at.offset(), value.length, crc);
    }

    private byte[] read(Pointer pointer) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(pointer.length());
        journal.read(pointer, target);
        return target.array();
    }
}
