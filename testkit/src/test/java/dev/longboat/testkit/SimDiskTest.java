package dev.longboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.DiskFile;
import dev.longboat.disk.LockedException;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a [SimDisk] offers to tests beyond being a disk: crash points, leaks, bytes at rest.
final class SimDiskTest {
    private final SimDisk disk = new SimDisk();

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void smallWorkload(SimDisk disk) throws IOException {
        disk.createDirectory("d");
        try (DiskFile file = disk.create("d/f", WriteMode.BUFFERED)) {
            file.writeFully(ascii("abc"), 0);
            file.sync(SyncKind.FULL);
            file.truncate(1);
        }
        disk.syncDirectory("d");
        disk.rename("d/f", "d/g");
        disk.link("d/g", "d/h");
        disk.delete("d/g");
        disk.lock("LOCK").close();
        disk.syncDirectory("");
    }

    @Test
    void calls_countsMutatingCallsAlone() throws IOException {
        smallWorkload(disk);
        assertThat(disk.calls()).isEqualTo(11);
        disk.list("d");
        disk.exists("d/h");
        disk.openToRead("d/h").close();
        assertThat(disk.calls()).isEqualTo(11);
    }

    @Test
    void crashAtCall_canCutAWorkloadAtEveryCall() throws IOException {
        smallWorkload(disk);
        for (CrashMoment moment : CrashMoment.values()) {
            for (long call = 1; call <= disk.calls(); call++) {
                var fresh = new SimDisk();
                fresh.crashAtCall(call, moment);
                assertThatThrownBy(() -> smallWorkload(fresh))
                        .isInstanceOf(SimulatedCrash.class)
                        .hasMessageContaining(moment.name().toLowerCase(Locale.ROOT) + " call " + call);
                assertThat(fresh.crashed()).isTrue();
                assertThat(fresh.calls()).isEqualTo(call);
            }
        }
    }

    @Test
    void crashAtCall_during_keepsTheCallPending_before_knowsNothingOfIt() throws IOException {
        for (CrashMoment moment : CrashMoment.values()) {
            var fresh = new SimDisk();
            fresh.crashAtCall(1, moment);
            assertThatThrownBy(() -> fresh.createDirectory("d")).isInstanceOf(SimulatedCrash.class);
            assertThat(fresh.crash(CrashChoice.keepAll()).exists("d")).isEqualTo(moment == CrashMoment.DURING);
            assertThat(fresh.crash(CrashChoice.dropAll()).exists("d")).isFalse();
        }
    }

    @Test
    void listener_isToldOfEveryMutatingCall_beforeIt() throws IOException {
        List<String> told = new ArrayList<>();
        disk.onEveryCall(point -> told.add(point.toString()));
        smallWorkload(disk);
        assertThat(told).hasSize(11).startsWith("before call 1, mkdir d", "before call 2, create d/f");
    }

    @Test
    void listener_thatFails_isHeardThoughTheWorkloadSwallowsIt() {
        disk.onEveryCall(point -> {
            throw new IOException("cannot recover");
        });
        assertThatThrownBy(() -> disk.createDirectory("d")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(disk::rethrowListenerFailure)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("before call 1, mkdir d")
                .hasMessageContaining("cannot recover");
    }

    @Test
    void listener_mayNotTouchTheDisk() {
        disk.onEveryCall(point -> point.disk().exists("d"));
        assertThatThrownBy(() -> disk.createDirectory("d")).hasMessageContaining("must leave the disk alone");
    }

    @Test
    void sampling_namesThePointAndTheChoiceOfAFailure() {
        disk.onEveryCall(CrashSampling.exhaustive(4).visiting(left -> {
            if (left.exists("d")) {
                throw new IOException("found d");
            }
        }));
        assertThatThrownBy(() -> smallWorkload(disk))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("before call 2, create d/f")
                .hasMessageContaining("Split[count=0, before=KEPT, after=KEPT]")
                .hasMessageContaining("found d");
    }

    @Test
    void sampling_spreadsItsCornersOverManyUnits() {
        for (int units : new int[] {0, 1, 2, 3, 12, 13, 100, 100_000}) {
            List<CrashChoice> choices =
                    CrashSampling.corners(64).withRandom(10, 1).choices(units);
            assertThat(choices).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(64 + 10);
            assertThat(choices.size()).isGreaterThanOrEqualTo(Math.min(units, 50));
        }
        assertThat(CrashSampling.exhaustive(10).choices(10)).hasSize(1024 + 1);
        assertThat(CrashSampling.corners(1000).choices(5))
                .contains(CrashChoice.keepFirst(3), CrashChoice.dropFirst(3))
                .contains(CrashChoice.keepOnly(4), CrashChoice.dropOnly(4), CrashChoice.zeroAll());
    }

    @Test
    void cutPower_endsEveryThreadsCalls_butLetsFilesBeClosed() throws Exception {
        DiskFile file = disk.create("f", WriteMode.BUFFERED);
        Closeable lock = disk.lock("LOCK");
        disk.cutPower();
        assertThatThrownBy(() -> file.write(ascii("x"), 0)).isInstanceOf(SimulatedCrash.class);
        assertThatThrownBy(() -> disk.lock("OTHER")).isInstanceOf(SimulatedCrash.class);
        file.close();
        lock.close();
        disk.requireAllClosed();
    }

    @Test
    void crash_releasesLocksAndKnowsNoOpenFiles() throws IOException {
        Closeable held = disk.lock("LOCK");
        disk.syncDirectory("");
        SimDisk left = disk.crash(CrashChoice.dropAll());
        left.lock("LOCK").close();
        left.requireAllClosed();
        assertThatThrownBy(() -> disk.lock("LOCK")).isInstanceOf(LockedException.class);
        held.close();
    }

    @Test
    void openFiles_areNamed_withTheStackWhenTraced() throws IOException {
        DiskFile plain = disk.create("plain", WriteMode.BUFFERED);
        DiskFile traced = disk.traceOpens().openToRead("plain");
        assertThatThrownBy(disk::requireAllClosed)
                .hasMessageContaining("2 left open: plain, plain")
                .hasMessageContaining("SimDiskTest.openFiles_areNamed_withTheStackWhenTraced");
        plain.close();
        traced.close();
        disk.requireAllClosed();
    }

    @Test
    void atRest_putsDamagesAndShowsBytes() throws IOException {
        AtRest rest = disk.atRest();
        rest.put("d/e/f", "abc".getBytes(StandardCharsets.US_ASCII));
        rest.flipBit("d/e/f", 8);
        rest.overwrite("d/e/f", 2, new byte[] {'X'});
        assertThat(rest.bytes("d/e/f")).containsExactly('a', 'c', 'X');
        rest.resize("d/e/f", 5);
        rest.resize("d/e/f", 1);
        rest.resize("d/e/f", 3);
        SimDisk left = disk.crash(CrashChoice.dropAll());
        assertThat(left.atRest().bytes("d/e/f")).containsExactly('a', 0, 0);
        assertThat(left.atRest().fingerprint()).isEqualTo(rest.fingerprint());
        assertThat(disk.calls()).isZero();
        assertThatThrownBy(() -> rest.overwrite("d/e/f", 2, new byte[2])).hasMessageContaining("has 3 bytes");
        assertThatThrownBy(() -> rest.flipBit("no", 0)).hasMessageContaining("no file no among [d/e/f]");
    }

    @Test
    void atRest_goesToARealDirectoryAndBack(@TempDir Path directory) throws IOException {
        disk.atRest().put("a/b/c", "abc".getBytes(StandardCharsets.US_ASCII));
        disk.atRest().put("d", new byte[10_000]);
        disk.atRest().save(directory.resolve("saved"));
        var loaded = new SimDisk();
        loaded.atRest().load(directory.resolve("saved"));
        assertThat(loaded.atRest().files()).containsExactly("a/b/c", "d");
        assertThat(loaded.atRest().fingerprint()).isEqualTo(disk.atRest().fingerprint());
    }

    @Test
    void transcript_tellsChangesAndTheCrash_andReadsOnlyWhenAsked() throws IOException {
        var story = Transcript.ofChanges();
        disk.record(story);
        smallWorkload(disk);
        disk.openToRead("d/h").close();
        disk.createDirectory("d");
        try (DiskFile file = disk.openToWrite("d/h", WriteMode.BUFFERED)) {
            file.writeFully(ascii("more"), 1);
        }
        SimDisk left = disk.crash(CrashChoice.keepFirst(2)).record(story);
        assertThatThrownBy(() -> left.delete("d/h")).isInstanceOf(NoSuchFileException.class);
        assertThat(story.take())
                .containsExactly(
                        "mkdir d",
                        "create d/f buffered",
                        "write d/f 0 +3",
                        "sync d/f full",
                        "truncate d/f 1",
                        "syncdir d",
                        "rename d/f d/g",
                        "link d/g d/h",
                        "delete d/g",
                        "lock LOCK",
                        "syncdir .",
                        "open d/h buffered",
                        "write d/h 1 +4",
                        "crash kept 0 of 4 unsynced bytes, 1 of 3 names",
                        "delete d/h failed: NoSuchFileException");

        var everything = Transcript.ofEverything();
        disk.record(everything);
        disk.list("d");
        assertThat(everything.lines()).containsExactly("list d");
    }
}
