package dev.longboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a crash may keep of unsynced work, and what it must (S1). Each test drives a disk to one
/// situation and looks at the worlds that a crash leaves of it.
final class SimDiskCrashTest {
    private final SimDisk disk = new SimDisk();

    /// A file whose name and bytes are durable.
    private DiskFile synced(String name, byte[] bytes) throws IOException {
        DiskFile file = disk.create(name, WriteMode.BUFFERED);
        file.writeFully(ByteBuffer.wrap(bytes), 0);
        file.sync(SyncKind.FULL);
        disk.syncDirectory("");
        return file;
    }

    private static byte[] filled(int count, int value) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] read(Disk disk, String name) throws IOException {
        try (DiskFile file = disk.openToRead(name)) {
            var bytes = ByteBuffer.allocate((int) file.size());
            file.readFully(bytes, 0);
            return bytes.array();
        }
    }

    @Test
    void crash_droppingAll_leavesTheSyncedImageExactly() throws IOException {
        DiskFile file = synced("f", filled(3000, 1));
        file.writeFully(ByteBuffer.wrap(filled(5000, 2)), 1000);
        file.truncate(100);
        disk.create("g", WriteMode.BUFFERED);
        disk.rename("f", "h");

        SimDisk left = disk.crash(CrashChoice.dropAll());
        assertThat(left.list("")).containsExactly("f");
        assertThat(read(left, "f")).isEqualTo(filled(3000, 1));
    }

    @Test
    void crash_keepingAll_leavesWhatTheProcessSaw() throws IOException {
        DiskFile file = synced("f", filled(3000, 1));
        file.writeFully(ByteBuffer.wrap(filled(5000, 2)), 1000);
        file.truncate(2000);
        disk.rename("f", "h");

        SimDisk left = disk.crash(CrashChoice.keepAll());
        assertThat(left.list("")).containsExactly("h");
        assertThat(read(left, "h")).isEqualTo(read(disk, "h")).hasSize(2000);
    }

    @Test
    void crash_thatLosesGrowthButKeepsBytes_leavesNothingBeyondTheSize() throws IOException {
        synced("f", filled(100, 1)).writeFully(ByteBuffer.wrap(filled(5000, 2)), 100);

        SimDisk left = disk.crash(CrashChoice.dropFirst(1));
        assertThat(read(left, "f")).isEqualTo(filled(100, 1));
        try (DiskFile file = left.openToWrite("f", WriteMode.BUFFERED)) {
            file.writeFully(ByteBuffer.wrap(filled(1, 3)), 9000);
        }
        assertThat(Arrays.copyOfRange(read(left, "f"), 100, 9000)).isEqualTo(new byte[8900]);
    }

    @Test
    void crash_neverLosesSyncedBytes() throws IOException {
        DiskFile file = synced("f", filled(700, 1));
        file.writeFully(ByteBuffer.wrap(filled(700, 2)), 700);
        file.sync(SyncKind.DATA);
        file.writeFully(ByteBuffer.wrap(filled(2000, 3)), 1400);
        for (long seed = 0; seed < 2000; seed++) {
            byte[] bytes = read(disk.crash(CrashChoice.random(seed)), "f");
            assertThat(Arrays.copyOf(bytes, 700)).as("seed %d", seed).isEqualTo(filled(700, 1));
            assertThat(Arrays.copyOfRange(bytes, 700, 1400)).as("seed %d", seed).isEqualTo(filled(700, 2));
        }
    }

    @Test
    void crash_afterUnsyncedRename_mayBringTheOldTargetBack() throws IOException {
        synced("manifest", filled(1, 1));
        synced("manifest.new", filled(1, 2));
        disk.rename("manifest.new", "manifest");

        assertThat(read(disk.crash(CrashChoice.dropAll()), "manifest")).isEqualTo(filled(1, 1));
        assertThat(read(disk.crash(CrashChoice.keepAll()), "manifest")).isEqualTo(filled(1, 2));
        disk.syncDirectory("");
        assertThat(read(disk.crash(CrashChoice.dropAll()), "manifest")).isEqualTo(filled(1, 2));
    }

    @Test
    void crash_inADurableWrite_mayDoAnythingToItsSectors_afterItNothing() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            synced("f", new byte[0]);
            DiskFile file = disk.openToWrite("f", WriteMode.DURABLE);
            Set<String> shapes = new HashSet<>();
            disk.onEveryCall(point -> {
                if (point.moment() == CrashMoment.DURING) {
                    assertThat(point.disk().pendingUnits()).isEqualTo(1 + 8);
                    for (long seed = 0; seed < 300; seed++) {
                        shapes.add(Arrays.toString(read(point.disk().crash(CrashChoice.random(seed)), "f")));
                    }
                }
            });
            file.writeFully(
                    AlignedBuffers.allocate(arena, 4096).put(filled(4096, 7)).flip(), 0);

            assertThat(shapes).hasSizeGreaterThan(50);
            assertThat(read(disk.crash(CrashChoice.dropAll()), "f")).isEqualTo(filled(4096, 7));
        }
    }

    @Test
    void crashAtCall_endsThatCallAndEveryLaterOne() throws IOException {
        DiskFile file = synced("f", filled(10, 1));
        disk.crashAtCall(disk.calls() + 2, CrashMoment.DURING);
        file.writeFully(ByteBuffer.wrap(filled(10, 2)), 0);

        assertThatThrownBy(() -> file.writeFully(ByteBuffer.wrap(filled(10, 3)), 10))
                .isInstanceOf(SimulatedCrash.class)
                .hasMessageContaining("during call 6, write f");
        assertThatThrownBy(() -> disk.exists("f")).isInstanceOf(SimulatedCrash.class);
        assertThatThrownBy(file::size).isInstanceOf(SimulatedCrash.class);
        file.close();
        assertThat(read(disk.crash(CrashChoice.keepAll()), "f")).hasSize(20);
        assertThat(read(disk.crash(CrashChoice.dropAll()), "f")).isEqualTo(filled(10, 1));
    }
}
