package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.disk.Ballast;
import dev.longboat.disk.DiskFullException;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// Who may write what is left of a disk that was met full.
final class SpaceGuardTest {
    private static final long BALLAST_BYTES = 64 << 10;

    /// With the ballast given up 64 KiB are free, of which deletes leave a quarter and a sixteenth.
    @Test
    void deletes_leaveAMergeUnderWayTheRoomItWasPromised() throws IOException {
        SimDisk disk = new SimDisk();
        Ballast ballast = new Ballast(disk, BALLAST_BYTES);
        ballast.hold();
        SpaceGuard guard = SpaceGuard.open(disk, new SimClock(), ballast, new Quota(0, () -> 0), () -> 0);
        disk.capacityBytes(BALLAST_BYTES);
        assertThat(guard.full(new DiskFullException("no room"))).isTrue();
        assertThat(guard.refusalOfDeletes()).isEmpty();

        try (SpaceGuard.Promise _ = guard.promise(44 << 10)) {
            assertThat(guard.refusalOfDeletes()).isEmpty();
            assertThat(guard.refusalOfRemovals()).isEmpty();
        }
        try (SpaceGuard.Promise _ = guard.promise(45 << 10)) {
            assertThat(guard.refusalOfDeletes()).isPresent();
            assertThat(guard.refusalOfRemovals()).isEmpty();
        }
        try (SpaceGuard.Promise _ = guard.promise(49 << 10)) {
            assertThat(guard.refusalOfRemovals()).isPresent();
        }
        assertThat(guard.refusalOfDeletes()).isEmpty();
        assertThat(guard.refusalOfRemovals()).isEmpty();
    }
}
