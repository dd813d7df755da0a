package dev.longboat.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: root's free bytes are those that it can write, else a disk that it filled stays full to
/// it. The figures are those of an ext4 of 256 MiB.
final class RootReserveTest {
    private static final long TOTAL = 235_431L << 10;
    private static final long BLOCK = 1024;

    @Test
    void diskThatRootFilled_hasNothingFree() {
        assertThat(RootReserve.withReserve(0, 5_015L << 10, TOTAL, BLOCK)).isZero();
    }

    @Test
    void whatIsFreedOnIt_isFree_thoughTheSystemCallsNothingAvailable() {
        long freed = 10L << 20;
        assertThat(RootReserve.withReserve(0, (5_015L << 10) + freed, TOTAL, BLOCK))
                .isBetween(freed / 10 * 9, freed);
    }

    @Test
    void largeDisk_keepsOnlyBlocksFromRoot() {
        long total = 1L << 40;
        assertThat(RootReserve.withReserve(0, 1L << 30, total, 4096)).isEqualTo((1L << 30) - (20L << 20));
    }

    @Test
    void fileSystemWithoutReserve_isTakenAtItsWord() {
        assertThat(RootReserve.withReserve(7L << 20, 7L << 20, TOTAL, BLOCK)).isEqualTo(7L << 20);
    }

    @Test
    void root_isWhoIsRootToTheFileSystem() {
        assertThat(RootReserve.isRoot(0, List.of("         0          0 4294967295")))
                .isTrue();
        assertThat(RootReserve.isRoot(0, List.of("         0     100000      65536")))
                .isFalse();
        assertThat(RootReserve.isRoot(1000, List.of("         0          0 4294967295")))
                .isFalse();
    }

    @Test
    void whoIsNotRoot_goesByWhatIsAvailable(@TempDir Path directory) throws Exception {
        FileStore store = Files.getFileStore(directory);
        assertThat(new RootReserve(false).usableBytes(store)).isLessThanOrEqualTo(store.getUnallocatedSpace());
        assertThat(new RootReserve(true).usableBytes(store)).isPositive();
    }
}
