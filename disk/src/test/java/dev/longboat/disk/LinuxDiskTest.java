package dev.longboat.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What [LinuxDisk] does beyond the contract every [Disk] keeps: alignment, both ways past and
/// through the operating system's cache, permissions, handles, names in errors.
final class LinuxDiskTest {
    private static final int BLOCK = Disk.BLOCK_BYTES;

    @TempDir
    Path root;

    /// Reads at random places, through every path, see what was written.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void read_atAnyPositionAndLength_seesTheBytes(boolean direct) throws IOException {
        long seed = 20_261_121;
        Random random = new Random(seed);
        LinuxDisk disk = new LinuxDisk(root, direct);
        byte[] content = new byte[3 * ScratchBuffers.BUFFER_BYTES + 777];
        random.nextBytes(content);
        try (DiskFile file = disk.create("f", WriteMode.BUFFERED)) {
            file.writeFully(ByteBuffer.wrap(content), 0);
        }
        try (Arena arena = Arena.ofConfined();
                DiskFile file = disk.openToRead("f")) {
            for (int round = 0; round < 500; round++) {
                int position = random.nextInt(content.length);
                int length = 1 + random.nextInt(Math.min(content.length - position, 1 << (1 + random.nextInt(20))));
                if (round % 5 == 0) {
                    position &= -BLOCK;
                }
                ByteBuffer target = round % 2 == 0
                        ? ByteBuffer.allocate(length)
                        : AlignedBuffers.allocate(arena, (int) AlignedBuffers.roundUp(length))
                                .limit(length);
                file.readFully(target, position);
                byte[] read = new byte[length];
                target.flip().get(read);
                assertThat(ByteBuffer.wrap(read))
                        .as("seed %d, round %d: %d bytes at %d", seed, round, length, position)
                        .isEqualTo(ByteBuffer.wrap(content, position, length));
            }
            assertThat(file.read(ByteBuffer.allocate(1), content.length)).isEqualTo(-1);
            assertThat(file.read(AlignedBuffers.allocate(arena, BLOCK), AlignedBuffers.roundUp(content.length)))
                    .isEqualTo(-1);
            assertThat(file.read(AlignedBuffers.allocate(arena, BLOCK), content.length & -BLOCK))
                    .as("the part of a block before the end")
                    .isEqualTo(content.length % BLOCK);
        }
    }

    /// D1 in the order of calls: a durable write is seen by every later read, grown or overwritten.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void durableWrite_isSeenByAnotherReader(boolean direct) throws IOException {
        LinuxDisk disk = new LinuxDisk(root, direct);
        try (Arena arena = Arena.ofConfined();
                DiskFile writer = disk.create("f", WriteMode.DURABLE);
                DiskFile reader = disk.openToRead("f")) {
            ByteBuffer blocks = AlignedBuffers.allocate(arena, 2 * BLOCK);
            for (byte round = 1; round <= 3; round++) {
                for (int at = 0; at < blocks.capacity(); at++) {
                    blocks.put(at, round);
                }
                writer.writeFully(blocks.clear(), BLOCK);
                ByteBuffer seen = ByteBuffer.allocate(3 * BLOCK);
                reader.readFully(seen, 0);
                assertThat(seen.get(BLOCK - 1)).as("skipped bytes are zeros").isZero();
                assertThat(seen.get(BLOCK)).isEqualTo(round);
                assertThat(seen.get(3 * BLOCK - 1)).isEqualTo(round);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void durableWrite_thatIsNotAligned_isRefused(boolean direct) throws IOException {
        LinuxDisk disk = new LinuxDisk(root, direct);
        try (Arena arena = Arena.ofConfined();
                DiskFile file = disk.create("f", WriteMode.DURABLE)) {
            ByteBuffer good = AlignedBuffers.allocate(arena, 2 * BLOCK);
            for (Runnable bad : List.<Runnable>of(
                    () -> write(file, good.duplicate().limit(BLOCK), 512),
                    () -> write(file, good.duplicate().limit(BLOCK - 1), 0),
                    () -> write(file, good.duplicate().position(8).limit(8 + BLOCK), 0),
                    () -> write(file, ByteBuffer.allocate(BLOCK), 0))) {
                assertThatThrownBy(bad::run)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("f: a durable write of")
                        .hasMessageContaining("multiples of 4096");
            }
            assertThat(file.size()).isZero();
        }
    }

    private static void write(DiskFile file, ByteBuffer source, long position) {
        try {
            file.write(source, position);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void filesAndDirectories_areTheirOwnersAlone() throws IOException {
        LinuxDisk disk = LinuxDisk.at(root.resolve("a/b"));
        disk.createRoot();
        disk.createDirectory("c");
        disk.create("c/f", WriteMode.BUFFERED).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("a/b/c"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("a/b/c/f"))))
                .isEqualTo("rw-------");
    }

    @Test
    void name_thatLeavesTheRoot_isRefused() {
        LinuxDisk disk = LinuxDisk.at(root);
        for (String name : List.of("..", "a/../b", "/etc/passwd", "a//b", "./a", "a/")) {
            assertThatThrownBy(() -> disk.exists(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
        }
    }

    /// A disk of its own device that is always full: every write to it fails as on a full disk.
    @Test
    void fullDisk_hasAnErrorOfItsOwn() throws IOException {
        LinuxDisk disk = LinuxDisk.at(Path.of("/dev"));
        try (DiskFile full = disk.openToWrite("full", WriteMode.BUFFERED)) {
            assertThatThrownBy(() -> full.writeFully(ByteBuffer.allocate(100), 0))
                    .isInstanceOf(DiskFullException.class)
                    .hasMessageContaining("full: write at 0");
        }
    }

    /// In every language: the text is learnt from the device, and from nothing that is not full.
    @Test
    void textOfAFullDisk_isLearntFromOne() {
        assertThat(LinuxErrors.toldBy(Path.of("/dev/full"))).isNotEmpty();
        assertThat(LinuxErrors.toldBy(Path.of("/dev/null"))).isEqualTo("No space left on device");
        assertThat(LinuxErrors.toldBy(root.resolve("missing"))).isEqualTo("No space left on device");
        IOException other = new IOException("Input/output error");
        assertThat(LinuxErrors.named("f", "write at 0", other)).isExactlyInstanceOf(IOException.class);
    }

    /// A sync that fails for want of space leaves bytes in doubt, unlike a write that does.
    @Test
    void failedSync_isNeverAFullDisk() {
        IOException full = new IOException("No space left on device");
        assertThat(LinuxErrors.named("f", "write at 0", full)).isInstanceOf(DiskFullException.class);
        assertThat(LinuxErrors.ofSync("f", full))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("f: sync: No space left on device");
    }

    /// Where the file system takes direct access, durable writes and reads use it, and only they.
    @Test
    void cache_isPassedByWherePossible() throws IOException {
        LinuxDisk disk = LinuxDisk.at(root);
        Path probe = Files.createFile(root.resolve("probe"));
        boolean possible;
        try (FileChannel _ = new Opening(true, true, true).open(probe)) {
            possible = true;
        } catch (IOException | UnsupportedOperationException _) {
            possible = false;
        }
        for (WriteMode mode : WriteMode.values()) {
            try (DiskFile file = disk.openToWrite("probe", mode)) {
                assertThat(((LinuxFile) file).direct()).as("%s", mode).isEqualTo(possible && mode == WriteMode.DURABLE);
            }
        }
        try (DiskFile file = disk.openToRead("probe");
                DiskFile cached = new LinuxDisk(root, false).openToRead("probe")) {
            assertThat(((LinuxFile) file).direct()).isEqualTo(possible);
            assertThat(((LinuxFile) cached).direct()).isFalse();
        }
    }

    @Test
    void closedFile_isClosedForGood_andLeavesNoHandle() throws IOException {
        LinuxDisk disk = LinuxDisk.at(root);
        DiskFile file = disk.create("f", WriteMode.BUFFERED);
        assertThat(disk.openFileCount()).isEqualTo(1);
        file.close();
        file.close();
        assertThat(disk.openFileCount()).isZero();
        assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("f: read at 0: the file was closed");
    }
}
