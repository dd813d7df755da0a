package dev.longboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each planned failure strikes the call it was planned for, and does what it says.
final class FaultTest {
    private static final ByteBuffer BYTES =
            ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).asReadOnlyBuffer();

    private final SimDisk disk = new SimDisk();

    @BeforeEach
    void putFiles() {
        disk.atRest().put("f", new byte[] {9, 9, 9, 9});
        disk.atRest().put("d/g", new byte[] {8});
    }

    private DiskFile open() throws IOException {
        return disk.openToWrite("f", WriteMode.BUFFERED);
    }

    private byte[] bytes() {
        return disk.atRest().bytes("f");
    }

    @Test
    void fault_strikesTheNthCallOfItsKind_onceOnly() throws IOException {
        disk.plan(Fault.nth(CallKind.WRITE, 2, FaultEffect.inputOutput()));
        try (DiskFile file = open()) {
            file.writeFully(BYTES.duplicate(), 0);
            assertThatThrownBy(() -> file.write(BYTES.duplicate(), 4))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessage("f: Input/output error");
            assertThat(file.size()).isEqualTo(4);
            file.writeFully(BYTES.duplicate(), 4);
            assertThat(file.size()).isEqualTo(8);
        }
    }

    @Test
    void fault_underAName_countsOnlyCallsThere_andLastsWhenTold() throws IOException {
        disk.plan(Fault.nth(CallKind.OPEN, 2, new FaultEffect.TooManyOpenFiles())
                .under("d/")
                .forGood());
        disk.openToRead("f").close();
        disk.openToRead("d/g").close();
        for (int round = 0; round < 3; round++) {
            assertThatThrownBy(() -> disk.openToRead("d/g").close()).hasMessage("d/g: Too many open files");
            disk.openToRead("f").close();
        }
        disk.clearFaults();
        disk.openToRead("d/g").close();
    }

    @Test
    void fault_ofEveryKind_reachesItsCall() throws IOException {
        for (CallKind kind : CallKind.values()) {
            SimDisk fresh = disk.crash(CrashChoice.keepAll());
            try (DiskFile file = fresh.openToWrite("f", WriteMode.BUFFERED)) {
                ThrowingCallable call = switch (kind) {
                    case CREATE -> () -> fresh.create("new", WriteMode.BUFFERED);
                    case OPEN -> () -> fresh.openToRead("f");
                    case READ -> () -> file.read(ByteBuffer.allocate(1), 0);
                    case WRITE -> () -> file.write(BYTES.duplicate(), 0);
                    case SYNC -> () -> file.sync(SyncKind.DATA);
                    case TRUNCATE -> () -> file.truncate(0);
                    case RENAME -> () -> fresh.rename("f", "moved");
                    case LINK -> () -> fresh.link("f", "linked");
                    case DELETE -> () -> fresh.delete("f");
                    case CREATE_DIRECTORY -> () -> fresh.createDirectory("e");
                    case SYNC_DIRECTORY -> () -> fresh.syncDirectory("");
                    case LOCK -> () -> fresh.lock("LOCK");
                    case LIST -> () -> fresh.list("");
                    case STAT -> () -> fresh.exists("f");
                };
                long print = fresh.atRest().fingerprint();
                fresh.plan(Fault.nth(kind, 1, FaultEffect.inputOutput()));
                assertThatThrownBy(call).as("%s", kind).isInstanceOf(FileSystemException.class);
                assertThat(fresh.atRest().fingerprint()).as("%s", kind).isEqualTo(print);
            }
        }
    }

    @Test
    void fault_thatCannotHappenToAKind_isRefused() {
        assertThatThrownBy(() -> Fault.nth(CallKind.READ, 1, new FaultEffect.LostSync()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LostSync[] does not happen to a read");
    }

    @Test
    void inputOutput_afterwards_hasItsEffectNevertheless() throws IOException {
        disk.plan(Fault.nth(CallKind.RENAME, 1, new FaultEffect.InputOutput(true)));
        assertThatThrownBy(() -> disk.rename("f", "h")).isInstanceOf(FileSystemException.class);
        assertThat(disk.list("")).containsExactly("d", "h");
    }

    @Test
    void cutWrite_movesSoManyBytes_andADurableOneWholeBlocks() throws IOException {
        disk.plan(Fault.nth(CallKind.WRITE, 1, new FaultEffect.Cut(3)));
        disk.plan(Fault.nth(CallKind.WRITE, 2, new FaultEffect.Cut(5000)));
        try (Arena arena = Arena.ofConfined();
                DiskFile file = open();
                DiskFile durable = disk.openToWrite("f", WriteMode.DURABLE)) {
            ByteBuffer source = BYTES.duplicate();
            assertThat(file.write(source, 0)).isEqualTo(3);
            assertThat(source.remaining()).isEqualTo(1);
            assertThat(durable.write(AlignedBuffers.allocate(arena, 12288), 0)).isEqualTo(4096);
        }
    }

    @Test
    void cutRead_isShort_soThatReadFullyMustGoOn() throws IOException {
        disk.plan(Fault.nth(CallKind.READ, 1, new FaultEffect.Cut(1)).forGood());
        try (DiskFile file = open()) {
            ByteBuffer target = ByteBuffer.allocate(4);
            assertThat(file.read(target, 0)).isEqualTo(1);
            file.readFully(target, 1);
            assertThat(target.array()).containsExactly(9, 9, 9, 9);
        }
    }

    @Test
    void fullDisk_writesWhatFits_thenNothing_andOverwritesStill() throws IOException {
        disk.capacityBytes(4 + 1 + 6);
        try (DiskFile file = open()) {
            ByteBuffer source = ByteBuffer.allocate(10);
            assertThat(file.write(source, 4)).isEqualTo(6);
            assertThat(disk.usableBytes()).isZero();
            assertThatThrownBy(() -> file.write(source, 10))
                    .isInstanceOf(DiskFullException.class)
                    .hasMessageContaining("f: write of 4 bytes at 10");
            file.writeFully(BYTES.duplicate(), 2);
            disk.delete("d/g");
            assertThat(disk.usableBytes()).isEqualTo(1);
            assertThat(file.write(source, 10)).isEqualTo(1);
        }
    }

    @Test
    void fullDisk_cutsADurableWriteAtABlock() throws IOException {
        disk.capacityBytes(5 + 10_000);
        try (Arena arena = Arena.ofConfined();
                DiskFile file = disk.create("h", WriteMode.DURABLE)) {
            ByteBuffer source = AlignedBuffers.allocate(arena, 12288);
            assertThat(file.write(source, 0)).isEqualTo(8192);
            assertThatThrownBy(() -> file.write(source, 8192)).isInstanceOf(DiskFullException.class);
        }
    }

    @Test
    void space_ofADeletedFile_isFreeOnlyWhenItIsClosed() throws IOException {
        disk.capacityBytes(100);
        try (DiskFile _ = open()) {
            disk.delete("f");
            assertThat(disk.usableBytes()).isEqualTo(95);
        }
        assertThat(disk.usableBytes()).isEqualTo(99);
    }

    @Test
    void lostWrite_saysItSucceeded() throws IOException {
        disk.plan(Fault.nth(CallKind.WRITE, 1, new FaultEffect.LostWrite()));
        try (DiskFile file = open()) {
            file.writeFully(BYTES.duplicate(), 0);
            file.sync(SyncKind.FULL);
        }
        assertThat(bytes()).containsExactly(9, 9, 9, 9);
    }

    @Test
    void misdirectedWrite_goesElsewhere() throws IOException {
        disk.plan(Fault.nth(CallKind.WRITE, 1, new FaultEffect.Misdirected(3)));
        try (DiskFile file = open()) {
            assertThat(file.write(BYTES.duplicate(), 0)).isEqualTo(4);
        }
        assertThat(bytes()).containsExactly(9, 9, 9, 1, 2, 3, 4);
    }

    @Test
    void flippedBit_isInOneReadAlone() throws IOException {
        disk.plan(Fault.nth(CallKind.READ, 1, new FaultEffect.FlippedBit(8 + 2)));
        try (DiskFile file = open()) {
            ByteBuffer first = ByteBuffer.allocate(4);
            ByteBuffer second = ByteBuffer.allocate(4);
            file.readFully(first, 0);
            file.readFully(second, 0);
            assertThat(first.array()).containsExactly(9, 9 ^ 4, 9, 9);
            assertThat(second.array()).containsExactly(9, 9, 9, 9);
        }
    }

    @Test
    void lostDirectorySync_losesNamesForGood() throws IOException {
        disk.plan(Fault.nth(CallKind.SYNC_DIRECTORY, 1, new FaultEffect.LostSync()));
        disk.rename("f", "h");
        assertThatThrownBy(() -> disk.syncDirectory("")).isInstanceOf(FileSystemException.class);
        disk.syncDirectory("");
        assertThat(disk.list("")).containsExactly("d", "h");
        assertThat(disk.crash(CrashChoice.keepAll()).list("")).containsExactly("d", "f");
    }

    @Test
    void delay_leavesTheDiskToOtherThreads() throws Exception {
        try (DiskFile file = open();
                var threads = Executors.newSingleThreadExecutor()) {
            disk.plan(Fault.nth(CallKind.SYNC, 1, new FaultEffect.Delay(() -> {
                try {
                    assertThat(threads.submit(() -> disk.list("")).get()).containsExactly("d", "f");
                } catch (Exception failure) {
                    throw new AssertionError(failure);
                }
            })));
            file.writeFully(BYTES.duplicate(), 0);
            file.sync(SyncKind.DATA);
        }
        assertThat(disk.crash(CrashChoice.dropAll()).atRest().bytes("f")).containsExactly(1, 2, 3, 4);
    }
}
