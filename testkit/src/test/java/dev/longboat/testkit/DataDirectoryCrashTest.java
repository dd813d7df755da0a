package dev.longboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.Clock;
import dev.longboat.disk.DataDirectory;
import dev.longboat.disk.Disk;
import dev.longboat.disk.Identity;
import dev.longboat.disk.Randomness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever a power cut leaves of the making of a data directory, the next opening completes it;
/// and an identity that an opening has returned is there for good (D1, D2).
///
/// Every call of the making is cut, every cut drawn many ways, and every recovery cut again.
final class DataDirectoryCrashTest {
    private static final int DRAWS = 12;

    private static final Clock CLOCK = new Clock() {
        @Override
        public long wallMillis() {
            return 1_795_228_305_123L;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    };

    private int recoveries;

    private static Identity open(Disk disk, long seed) throws IOException {
        Randomness randomness = new Random(seed)::nextLong;
        try (DataDirectory directory = DataDirectory.open(disk, CLOCK, randomness)) {
            return directory.identity();
        }
    }

    private static List<CrashChoice> choices() {
        return Stream.concat(
                        Stream.of(CrashChoice.dropAll(), CrashChoice.keepAll()),
                        LongStream.range(0, DRAWS).mapToObj(CrashChoice::random))
                .toList();
    }

    @Test
    void making_cutAnywhere_isCompletedByTheNextOpening() throws Exception {
        SimDisk disk = new SimDisk();
        List<String> points = new ArrayList<>();
        disk.onEveryCall(point -> {
            points.add(point.toString());
            for (CrashChoice choice : choices()) {
                recover(point.disk().crash(choice), point + ", " + choice, 2);
            }
        });
        open(disk, 1);
        disk.rethrowListenerFailure();
        assertThat(points).hasSizeGreaterThan(5);
        assertThat(recoveries).isGreaterThan(1000);
    }

    private void recover(SimDisk left, String story, int depth) throws Exception {
        recoveries++;
        if (depth > 1) {
            left.onEveryCall(point -> {
                for (CrashChoice choice :
                        List.of(CrashChoice.dropAll(), CrashChoice.keepAll(), CrashChoice.random(7))) {
                    recover(point.disk().crash(choice), story + "; then " + point + ", " + choice, depth - 1);
                }
            });
        }
        Identity returned = open(left, 2);
        left.rethrowListenerFailure();
        left.onEveryCall(_ -> {});
        for (CrashChoice choice : List.of(CrashChoice.dropAll(), CrashChoice.random(11))) {
            assertThat(open(left.crash(choice), 3)).as(story).isEqualTo(returned);
        }
    }

    /// The opening dies in any call, with or without its effect, and the machine only after the
    /// next.
    @Test
    void identity_ofAnOpeningAfterAFailedOne_isDurable() throws IOException {
        int failures = 0;
        for (CallKind kind : CallKind.values()) {
            for (int nth = 1; nth <= 4; nth++) {
                for (boolean afterwards : List.of(true, false)) {
                    if (kind == CallKind.LOCK && afterwards) {
                        continue; // the process would hold a lock that it knows nothing of, and live
                    }
                    SimDisk disk = new SimDisk();
                    disk.plan(Fault.nth(kind, nth, new FaultEffect.InputOutput(afterwards)));
                    try {
                        open(disk, 1);
                    } catch (IOException _) {
                        failures++;
                    }
                    disk.clearFaults();
                    Identity returned = open(disk, 2);
                    assertThat(open(disk.crash(CrashChoice.dropAll()), 3))
                            .as("%s number %d failed, its effect happened: %s", kind, nth, afterwards)
                            .isEqualTo(returned);
                }
            }
        }
        assertThat(failures).isGreaterThan(15);
    }

    /// A sync that failed is not repeated on the same file: its bytes may be lost and look clean.
    @Test
    void identity_whoseSyncFailed_isWrittenAfresh() throws IOException {
        SimDisk disk = new SimDisk();
        disk.plan(Fault.nth(CallKind.SYNC, 1, new FaultEffect.LostSync()));
        assertThatThrownBy(() -> open(disk, 1)).isInstanceOf(IOException.class);
        Identity returned = open(disk, 2);
        assertThat(open(disk.crash(CrashChoice.dropAll()), 3)).isEqualTo(returned);
    }
}
