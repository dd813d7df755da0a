package dev.longboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.Ballast;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.LinuxDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ballast under its name is whole, whatever call of its making or giving up the power is cut
/// in (D1, D2), whatever call fails, and however little room there is.
final class BallastTest {
    private static final long BYTES = 2L << 20 | 4096;

    @Test
    void hold_takesItsBytes_andReleaseGivesThemBack() throws IOException {
        SimDisk disk = new SimDisk();
        disk.capacityBytes(3 << 20);
        Ballast ballast = new Ballast(disk, BYTES);
        assertThat(ballast.isHeld()).isFalse();
        ballast.hold();
        assertThat(ballast.isHeld()).isTrue();
        assertThat(disk.usableBytes()).isEqualTo((3 << 20) - BYTES);
        assertThat(ballast.release()).isTrue();
        assertThat(ballast.release()).isFalse();
        assertThat(ballast.isHeld()).isFalse();
        assertThat(disk.usableBytes()).isEqualTo(3 << 20);
        disk.requireAllClosed();
    }

    @Test
    void hold_onLinux_reallyTakesBlocksThatNoCompressionSaves(@TempDir Path root) throws IOException {
        Ballast ballast = new Ballast(LinuxDisk.at(root), BYTES);
        ballast.hold();
        assertThat(ballast.isHeld()).isTrue();
        byte[] bytes = Files.readAllBytes(root.resolve(Ballast.NAME));
        assertThat(bytes).hasSize((int) BYTES);
        assertThat(LongStream.range(0, BYTES / 4096)
                        .filter(block -> bytes[(int) block * 4096] == 0
                                && bytes[(int) block * 4096 + 1] == 0
                                && bytes[(int) block * 4096 + 2] == 0)
                        .count())
                .describedAs("blocks that begin with zeros")
                .isZero();
        assertThat(ballast.release()).isTrue();
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void hold_onADiskThatIsFullAtAnySize_leavesNothingBehind() throws IOException {
        for (long capacity = 0; capacity < BYTES; capacity += 100_000) {
            SimDisk disk = new SimDisk();
            disk.capacityBytes(capacity);
            Ballast ballast = new Ballast(disk, BYTES);
            assertThatThrownBy(ballast::hold).isInstanceOf(DiskFullException.class);
            assertThat(disk.atRest().files()).isEmpty();
            disk.capacityBytes(BYTES);
            ballast.hold();
            assertThat(ballast.isHeld()).isTrue();
        }
    }

    @Test
    void powerCutAnywhere_leavesAWholeBallastUnderItsName_orNone() throws IOException {
        SimDisk disk = new SimDisk();
        int[] states = new int[2];
        disk.onEveryCall(point -> {
            for (CrashChoice choice : choices()) {
                SimDisk left = point.disk().crash(choice);
                states[recovers(left) ? 1 : 0]++;
            }
        });
        Ballast ballast = new Ballast(disk, BYTES);
        ballast.hold();
        ballast.release();
        disk.rethrowListenerFailure();
        assertThat(states[0]).describedAs("states without").isGreaterThan(50);
        assertThat(states[1]).describedAs("states with").isGreaterThan(10);
    }

    private static boolean recovers(SimDisk left) {
        try {
            Ballast found = new Ballast(left, BYTES);
            boolean held = found.isHeld();
            if (held) {
                byte[] bytes = left.atRest().bytes(Ballast.NAME);
                assertThat(bytes).hasSize((int) BYTES);
                for (int block = 0; block < BYTES; block += Disk.BLOCK_BYTES) {
                    assertThat(bytes[block] | bytes[block + 1] | bytes[block + 2])
                            .describedAs("block at %d was written", block)
                            .isNotZero();
                }
            }
            found.hold();
            assertThat(left.crash(CrashChoice.dropAll()).atRest().files()).containsExactly(Ballast.NAME);
            return held;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ballastOfAnotherSize_isMadeAnew() throws IOException {
        SimDisk disk = new SimDisk();
        new Ballast(disk, BYTES).hold();
        Ballast smaller = new Ballast(disk, 8192);
        assertThat(smaller.isHeld()).isFalse();
        smaller.hold();
        assertThat(disk.atRest().bytes(Ballast.NAME)).hasSize(8192);
        Ballast none = new Ballast(disk, 0);
        none.hold();
        assertThat(none.isHeld()).isFalse();
        assertThat(disk.atRest().files()).isEmpty();
    }

    @Test
    void failedSync_isTold() {
        for (CallKind kind : List.of(CallKind.SYNC, CallKind.SYNC_DIRECTORY, CallKind.RENAME)) {
            SimDisk disk = new SimDisk();
            disk.plan(Fault.nth(kind, 1, FaultEffect.inputOutput()));
            assertThatThrownBy(() -> new Ballast(disk, 8192).hold())
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(DiskFullException.class);
            disk.requireAllClosed();
        }
    }

    private static List<CrashChoice> choices() {
        return Stream.concat(
                        Stream.of(CrashChoice.dropAll(), CrashChoice.keepAll(), CrashChoice.zeroAll()),
                        LongStream.range(0, 3).mapToObj(CrashChoice::random))
                .toList();
    }
}
