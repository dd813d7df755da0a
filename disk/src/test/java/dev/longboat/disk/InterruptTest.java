package dev.longboat.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// D3: threads are interrupted in the middle of reading, writing and syncing one shared file. Every
/// call succeeds with the right bytes, every interrupt is still there afterwards, no handle leaks.
final class InterruptTest {
    private static final int BLOCK = Disk.BLOCK_BYTES;
    private static final int FILE_BYTES = 1 << 20;
    private static final int SYNC_INTERRUPTS = Math.max(InterruptStorm.INTERRUPTS / 10, 1);

    @TempDir
    Path root;

    private byte[] fill(Disk disk, String name) throws IOException {
        byte[] content = new byte[FILE_BYTES];
        new Random(name.hashCode()).nextBytes(content);
        try (DiskFile file = disk.create(name, WriteMode.BUFFERED)) {
            file.writeFully(ByteBuffer.wrap(content), 0);
        }
        return content;
    }

    private static void readSomewhere(DiskFile file, byte[] content, int worker, int round) throws IOException {
        Random random = new Random(31L * round + worker);
        int position = random.nextInt(FILE_BYTES);
        ByteBuffer target = ByteBuffer.allocate(Math.min(FILE_BYTES - position, 1 + random.nextInt(3 * BLOCK)));
        file.readFully(target, position);
        assertThat(target.flip())
                .as("worker %d, round %d, at %d", worker, round, position)
                .isEqualTo(ByteBuffer.wrap(content, position, target.limit()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void read_ofInterruptedThreads_disturbsNobody(boolean direct) throws Exception {
        LinuxDisk disk = new LinuxDisk(root, direct);
        byte[] content = fill(disk, "f");
        try (DiskFile file = disk.openToRead("f")) {
            InterruptStorm.strike(
                    InterruptStorm.INTERRUPTS, (worker, round) -> readSomewhere(file, content, worker, round));
            assertThat(handles("f")).isEqualTo(1);
        }
        assertThat(handles("f")).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void read_ofAFileThatWasRenamedOrReplaced_goesOnInItsBytes(boolean direct) throws Exception {
        LinuxDisk disk = new LinuxDisk(root, direct);
        byte[] first = fill(disk, "first");
        byte[] second = fill(disk, "second");
        AtomicInteger reads = new AtomicInteger();
        try (DiskFile replaced = disk.openToRead("first");
                DiskFile renamed = disk.openToRead("second")) {
            InterruptStorm.strike(InterruptStorm.INTERRUPTS, (worker, round) -> {
                readSomewhere(replaced, first, worker, round);
                readSomewhere(renamed, second, worker, round);
                if (reads.incrementAndGet() == 100) {
                    disk.rename("second", "first");
                }
            });
            assertThat(disk.list("")).containsExactly("first");
            assertThat(replaced.size()).isEqualTo(FILE_BYTES);
        }
        assertThat(handles("first")).isZero();
    }

    @Test
    void read_ofADeletedFile_goesOnInItsBytes_whateverHasItsName() throws Exception {
        LinuxDisk disk = LinuxDisk.at(root);
        byte[] content = fill(disk, "f");
        AtomicInteger reads = new AtomicInteger();
        try (DiskFile file = disk.openToRead("f")) {
            InterruptStorm.strike(InterruptStorm.INTERRUPTS, (worker, round) -> {
                readSomewhere(file, content, worker, round);
                if (reads.incrementAndGet() == 100) {
                    disk.delete("f");
                    fill(disk, "g");
                    disk.rename("g", "f");
                }
            });
            assertThat(file.size()).isEqualTo(FILE_BYTES);
            assertThat(file.read(ByteBuffer.allocate(1), FILE_BYTES)).isEqualTo(-1);
        }
        assertThat(handles("f")).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void durableWrite_ofInterruptedThreads_writesAllBytes(boolean direct) throws Exception {
        LinuxDisk disk = new LinuxDisk(root, direct);
        int[] last = new int[5];
        try (Arena arena = Arena.ofShared();
                DiskFile file = disk.create("f", WriteMode.DURABLE)) {
            ByteBuffer blocks = AlignedBuffers.allocate(arena, 5 * BLOCK);
            InterruptStorm.strike(SYNC_INTERRUPTS, (worker, round) -> {
                ByteBuffer block = blocks.slice(worker * BLOCK, BLOCK);
                block.putInt(BLOCK - 4, round);
                file.writeFully(block, (long) worker * BLOCK);
                last[worker] = round;
            });
            for (int worker = 0; worker < 5; worker++) {
                ByteBuffer end = ByteBuffer.allocate(4);
                file.readFully(end, (worker + 1L) * BLOCK - 4);
                assertThat(end.getInt(0)).as("worker %d", worker).isEqualTo(last[worker]);
            }
        }
        assertThat(handles("f")).isZero();
    }

    @Test
    void sync_ofInterruptedThreads_succeeds() throws Exception {
        LinuxDisk disk = LinuxDisk.at(root);
        try (DiskFile file = disk.create("f", WriteMode.BUFFERED)) {
            InterruptStorm.strike(SYNC_INTERRUPTS, (worker, round) -> {
                ByteBuffer mine = ByteBuffer.allocate(8).putInt(worker).putInt(round);
                file.writeFully(mine.flip(), worker * 8L);
                file.sync(round % 2 == 0 ? SyncKind.DATA : SyncKind.FULL);
                if (round % 4 == 0) {
                    disk.syncDirectory("");
                }
                ByteBuffer seen = ByteBuffer.allocate(8);
                file.readFully(seen, worker * 8L);
                assertThat(seen).isEqualTo(mine.position(8));
            });
        }
        assertThat(handles("f")).isZero();
    }

    /// Handles that this process has on the file of this name.
    private long handles(String name) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(handle -> leadsTo(handle, name)).count();
        }
    }

    private boolean leadsTo(Path handle, String name) {
        try {
            String target = Files.readSymbolicLink(handle).toString();
            return target.equals(root.resolve(name).toString()) || target.equals(root.resolve(name) + " (deleted)");
        } catch (IOException _) {
            return false;
        }
    }
}
