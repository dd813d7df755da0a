package dev.longboat.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFullException;
import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.CrashMoment;
import dev.longboat.testkit.Fault;
import dev.longboat.testkit.FaultEffect;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimulatedCrash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The disk is full, after any number of bytes. A batch that was refused is never found again, also
/// when part of it was written (J3); reading goes on, and writing as soon as there is room.
class JournalFullDiskTest {
    private static final int STEPS = 40;
    private static final int STEP_BYTES = 12 << 10;
    private static final JournalOptions OPTIONS = JournalWorkload.OPTIONS.withZeroAheadBytes(0);

    /// With its head a whole block.
    private static final int FIRST_FRAME_BYTES = Disk.BLOCK_BYTES - FrameLayout.HEAD_BYTES;

    @Test
    void fullDisk_atAnySize_keepsWhatWasAcknowledgedAndNothingThatWasRefused() throws IOException {
        long states = fillEverySize(PlantedBug.NONE);
        assertThat(states).isGreaterThan(5_000);
    }

    @Test
    void plantedBug_fullBatchIsNotTakenBack_isFound() {
        assertThatThrownBy(() -> fillEverySize(PlantedBug.FULL_BATCH_IS_NOT_TAKEN_BACK))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void batchWrittenInPart_isGone_andTheNextOneTakesItsPlace() throws IOException {
        SimDisk disk = new SimDisk();
        MemoryChain chain = new MemoryChain();
        try (Journal journal = open(disk, chain, OPTIONS, new Replayed())) {
            append(journal, 1, 100);
            journal.sync();
            Position durable = journal.durable();
            disk.capacityBytes(SegmentHeader.BYTES + 3L * Disk.BLOCK_BYTES);
            append(journal, 2, 3000);
            append(journal, 3, 3000);
            append(journal, 4, 3000);
            assertThatThrownBy(journal::sync).isInstanceOf(DiskFullException.class);
            assertThat(journal.durable()).isEqualTo(durable);
            assertThat(journal.statistics().diskFulls()).isEqualTo(1);

            append(journal, 2, 50);
            journal.sync();
            assertThat(journal.durable()).isGreaterThan(durable);
        }
        Replayed replayed = new Replayed();
        disk.capacityBytes(1 << 20);
        open(disk, chain, OPTIONS, replayed).close();
        assertThat(replayed.indexes()).containsExactly(1L, 2L);
        assertThat(replayed.payloads().get(1).capacity()).isEqualTo(50);
    }

    @Test
    void remainsOfARefusedBatch_doNotContinueATornOne() throws IOException {
        SimDisk disk = new SimDisk();
        MemoryChain chain = new MemoryChain();
        Journal journal = refuseABatchThatLeavesItsSecondFrame(disk, chain);
        append(journal, 2, FIRST_FRAME_BYTES);
        append(journal, 3, 200);
        append(journal, 4, 9000);
        disk.crashAtCall(disk.calls() + 1, CrashMoment.DURING);
        assertThatThrownBy(journal::sync).isInstanceOf(SimulatedCrash.class);

        int sectorsOfTheFirstFrame = Disk.BLOCK_BYTES / SimDisk.SECTOR_BYTES;
        Replayed replayed = new Replayed();
        SimDisk left = disk.crash(CrashChoice.keepFirst(1 + sectorsOfTheFirstFrame));
        assertThat(frameAt(left, 12_288))
                .describedAs("left of the refused batch")
                .isInstanceOf(Frame.class);
        open(left, chain, OPTIONS, replayed).close();
        assertThat(replayed.payloads().stream().map(ByteBuffer::capacity)).containsExactly(100, FIRST_FRAME_BYTES);
    }

    @Test
    void remainsOfARefusedBatch_doNotFollowAWholeOne_alsoWhenReadingBeginsThere() throws IOException {
        SimDisk disk = new SimDisk();
        MemoryChain chain = new MemoryChain();
        Journal journal = refuseABatchThatLeavesItsSecondFrame(disk, chain);
        append(journal, 2, 10);
        journal.sync();
        Position applied = journal.durable();
        assertThat(applied).isEqualTo(new Position(1, 12_288));
        assertThat(frameAt(disk, 12_288))
                .describedAs("left of the refused batch")
                .isInstanceOf(Frame.class);

        for (Position from : List.of(Position.START, applied)) {
            MemoryChain copy = new MemoryChain();
            copy.copyFrom(chain);
            Replayed replayed = new Replayed();
            Journal.open(disk.crash(CrashChoice.keepAll()), JournalWorkload.STORE, copy, from, OPTIONS, replayed)
                    .close();
            assertThat(replayed.indexes()).isEqualTo(from.equals(applied) ? List.of() : List.of(1L, 2L));
        }
    }

    @Test
    void segmentThatCannotBegin_leavesNothingBehind() throws IOException {
        SimDisk disk = new SimDisk();
        MemoryChain chain = new MemoryChain();
        try (Journal journal = open(disk, chain, OPTIONS, new Replayed())) {
            int index = 0;
            while (journal.durable().offset() < OPTIONS.segmentBytes() - 20_000) {
                append(journal, ++index, 3000);
                journal.sync();
            }
            int roomForTheMark = journal.durable().offset() + Disk.BLOCK_BYTES;
            disk.capacityBytes(roomForTheMark);
            assertThatThrownBy(() -> journal.begin(OPTIONS.frameBytesMax())).isInstanceOf(DiskFullException.class);
            assertThat(disk.list(SegmentHeader.DIRECTORY)).containsExactly("00000001.seg");
            disk.capacityBytes(roomForTheMark + Disk.BLOCK_BYTES);
            append(journal, ++index, 100);
            journal.sync();
            assertThat(chain.segments()).hasSize(1);
            disk.capacityBytes(1 << 20);
            append(journal, ++index, OPTIONS.frameBytesMax());
            journal.sync();
            assertThat(chain.segments()).hasSize(2);
        }
    }

    @Test
    void chainThatHasNoRoom_leavesTheSegmentOpen() throws IOException {
        SimDisk disk = new SimDisk();
        FileChain chain = new FileChain(disk);
        try (Journal journal =
                Journal.open(disk, JournalWorkload.STORE, chain, Position.START, OPTIONS, new Replayed())) {
            int index = 0;
            while (chain.segments().size() < 2) {
                disk.clearFaults();
                disk.plan(
                        Fault.nth(CallKind.CREATE, 1, new FaultEffect.NoSpace()).under(FileChain.NEW_NAME));
                int next = ++index;
                try {
                    append(journal, next, 5000);
                } catch (DiskFullException e) {
                    assertThat(disk.list(SegmentHeader.DIRECTORY)).containsExactly("00000001.seg");
                    disk.clearFaults();
                    append(journal, next, 5000);
                }
                journal.sync();
            }
            assertThat(chain.segments().getLast().id()).isEqualTo(3);
        }
        Replayed replayed = new Replayed();
        Journal.open(disk, JournalWorkload.STORE, new FileChain(disk), Position.START, OPTIONS, replayed)
                .close();
        assertThat(replayed.indexes()).hasSizeGreaterThan(5).isSorted();
    }

    @Test
    void close_withoutRoomForAMark_isInGoodOrder() throws IOException {
        SimDisk disk = new SimDisk();
        MemoryChain chain = new MemoryChain();
        Journal journal = open(disk, chain, OPTIONS, new Replayed());
        append(journal, 1, 10);
        journal.sync();
        disk.capacityBytes(journal.durable().offset());
        journal.close();
    }

    /// A batch of three frames of which the disk takes two blocks: the second frame begins with the
    /// second block, and stays there, whole. The disk has room again.
    private static Journal refuseABatchThatLeavesItsSecondFrame(SimDisk disk, MemoryChain chain) throws IOException {
        Journal journal = open(disk, chain, OPTIONS, new Replayed());
        append(journal, 1, 100);
        journal.sync();
        disk.capacityBytes(journal.durable().offset() + 2L * Disk.BLOCK_BYTES);
        append(journal, 2, FIRST_FRAME_BYTES);
        append(journal, 3, 100);
        append(journal, 4, 9000);
        assertThatThrownBy(journal::sync).isInstanceOf(DiskFullException.class);
        disk.capacityBytes(1 << 20);
        return journal;
    }

    private static Found frameAt(SimDisk disk, int offset) {
        ByteBuffer bytes =
                ByteBuffer.wrap(disk.atRest().bytes("journal/00000001.seg")).order(ByteOrder.LITTLE_ENDIAN);
        return new FrameCodec(JournalWorkload.STORE).decode(bytes, offset, 1, 1, offset);
    }

    private static long fillEverySize(PlantedBug bug) throws IOException {
        long states = 0;
        for (int capacity = STEP_BYTES; capacity < 16 * STEP_BYTES; capacity += STEP_BYTES) {
            SimDisk disk = new SimDisk();
            disk.capacityBytes(capacity);
            Promises promises = new Promises();
            CrashStates crashes = new CrashStates(promises, bug, capacity, 100).withRoom();
            disk.onEveryCall(crashes::at);
            JournalWorkload workload = new JournalWorkload(disk, bug, promises, capacity);
            workload.run(STEPS);
            disk.capacityBytes(1 << 20);
            workload.run(STEPS / 2);
            workload.close();
            disk.rethrowListenerFailure();
            states += crashes.states();
        }
        return states;
    }

    private static Journal open(SimDisk disk, MemoryChain chain, JournalOptions options, Replayed replayed)
            throws IOException {
        return Journal.open(disk, JournalWorkload.STORE, chain, Position.START, options, replayed);
    }

    private static void append(Journal journal, int index, int bytes) throws IOException {
        journal.begin(bytes).put(ByteBuffer.allocate(bytes));
        journal.end(new FrameHead(FrameType.ENTRY, 0, 0, index));
    }
}
