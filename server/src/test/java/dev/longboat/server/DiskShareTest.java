package dev.longboat.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.engine.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On a small disk the pieces in which room is given back are small, too.
final class DiskShareTest {
    private static final long MIB = 1L << 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {64, 100, 200, 256, 500, 1000, 1024})
    void smallDisk_hasRoomInItsBallast_forAMemtableAndATable_andMostOfASegment(long mib) {
        StoreOptions options = DiskShare.options(mib * MIB).build();
        long ballast = DiskShare.ballastBytes(mib * MIB);
        assertThat(ballast).isBetween(mib * MIB / 16 - 4096, mib * MIB / 8);
        assertThat(options.tableBytesMax() + options.replayBytesMax()).isLessThanOrEqualTo(ballast / 2);
        assertThat(options.segmentBytes()).isLessThanOrEqualTo((int) (ballast * 5 / 4));
        assertThat(options.zeroAheadBytes()).isLessThanOrEqualTo((int) (ballast / 4));
    }

    @Test
    void diskFromFourGibOn_hasTheUsualOptions() {
        assertThat(DiskShare.options(4096 * MIB).build())
                .hasToString(StoreOptions.defaults().toString());
        assertThat(DiskShare.options(Long.MAX_VALUE).build())
                .hasToString(StoreOptions.defaults().toString());
        assertThat(DiskShare.ballastBytes(Long.MAX_VALUE)).isEqualTo(64 * MIB);
    }

    @Test
    void diskIsThatOfTheNearestDirectoryThere_orAQuotaThatIsLess() throws Exception {
        long total = Files.getFileStore(directory).getTotalSpace();
        assertThat(DiskShare.bytes(directory.resolve("not/yet"), 0)).isEqualTo(total);
        assertThat(DiskShare.bytes(directory, 4096)).isEqualTo(4096);
        assertThat(DiskShare.bytes(directory, Long.MAX_VALUE)).isEqualTo(total);
    }
}
