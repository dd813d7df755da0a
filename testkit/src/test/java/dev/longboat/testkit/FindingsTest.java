package dev.longboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What real file systems were seen to do to real programs, found again on the simulated disk.
final class FindingsTest {
    private final SimDisk disk = new SimDisk();

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(SimDisk disk, String name) {
        return new String(disk.atRest().bytes(name), StandardCharsets.US_ASCII);
    }

    /// A failed sync leaves the process with bytes that no later sync makes durable.
    @Test
    void sync_thatFailedOnce_liesForEver() throws IOException {
        disk.atRest().put("f", "old".getBytes(StandardCharsets.US_ASCII));
        disk.plan(Fault.nth(CallKind.SYNC, 1, new FaultEffect.LostSync()));
        try (DiskFile file = disk.openToWrite("f", WriteMode.BUFFERED)) {
            file.writeFully(ascii("new"), 0);
            assertThatThrownBy(() -> file.sync(SyncKind.DATA))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("f: Input/output error");
            file.sync(SyncKind.FULL);

            assertThat(text(disk, "f")).isEqualTo("new");
            assertThat(text(disk.crash(CrashChoice.keepAll()), "f")).isEqualTo("old");
            disk.dropCaches();
            assertThat(text(disk, "f")).isEqualTo("old");

            file.writeFully(ascii("now"), 0);
            file.sync(SyncKind.DATA);
            assertThat(text(disk.crash(CrashChoice.dropAll()), "f")).isEqualTo("now");
        }
    }

    /// A process that starts again on a machine that did not reads the lie from the cache.
    @Test
    void cache_keepsTheLieWhenOnlyTheProcessDies() throws IOException {
        disk.atRest().put("f", "old".getBytes(StandardCharsets.US_ASCII));
        disk.plan(Fault.nth(CallKind.SYNC, 1, new FaultEffect.LostSync()));
        try (DiskFile file = disk.openToWrite("f", WriteMode.BUFFERED);
                DiskFile fresh = disk.create("g", WriteMode.BUFFERED)) {
            file.writeFully(ascii("new"), 0);
            assertThatThrownBy(() -> file.sync(SyncKind.DATA)).isInstanceOf(IOException.class);
            fresh.writeFully(ascii("unsynced"), 0);
            SimDisk next = disk.killProcess();
            assertThatThrownBy(() -> disk.list(""))
                    .isInstanceOf(SimulatedCrash.class)
                    .hasMessageContaining("the process was killed after call 4");

            assertThat(text(next, "f")).isEqualTo("new");
            assertThat(text(next, "g")).isEqualTo("unsynced");
            assertThat(text(next.crash(CrashChoice.keepAll()), "f")).isEqualTo("old");
            assertThat(next.crash(CrashChoice.dropAll()).list("")).containsExactly("f");
            try (DiskFile again = next.openToWrite("g", WriteMode.BUFFERED)) {
                again.sync(SyncKind.FULL);
            }
            next.syncDirectory("");
            assertThat(text(next.crash(CrashChoice.dropAll()), "g")).isEqualTo("unsynced");
        }
    }

    /// An unsynced tail comes back in four shapes: nothing, whole, zeros, and bytes among zeros.
    @Test
    void unsyncedTail_comesBackInFourShapes() throws IOException {
        Set<String> shapes = new TreeSet<>();
        try (DiskFile file = disk.create("f", WriteMode.BUFFERED)) {
            disk.syncDirectory("");
            file.writeFully(ascii("B".repeat(4 * SimDisk.SECTOR_BYTES)), 0);
            int worlds = CrashSampling.exhaustive(5).visit(disk, left -> shapes.add(shape(text(left, "f"))));
            assertThat(worlds).isEqualTo(32 + 1);
        }
        assertThat(shapes).contains("", "BBBB", "0000", "B00B", "0B0B", "BB00").hasSize(1 + 16);
    }

    private static String shape(String text) {
        var shape = new StringBuilder();
        for (int at = 0; at < text.length(); at += SimDisk.SECTOR_BYTES) {
            String sector = text.substring(at, at + SimDisk.SECTOR_BYTES);
            assertThat(sector.chars().distinct().count()).isEqualTo(1);
            shape.append(sector.charAt(0) == 'B' ? 'B' : '0');
        }
        return shape.toString();
    }

    /// A file may be synced and have no name, or have a name and no bytes.
    @Test
    void nameAndBytes_areDurableApart() throws IOException {
        try (DiskFile synced = disk.create("synced", WriteMode.BUFFERED);
                DiskFile named = disk.create("named", WriteMode.BUFFERED)) {
            synced.writeFully(ascii("bytes"), 0);
            synced.sync(SyncKind.FULL);
            assertThat(disk.crash(CrashChoice.dropAll()).exists("synced")).isFalse();

            named.writeFully(ascii("bytes"), 0);
            disk.syncDirectory("");
            SimDisk left = disk.crash(CrashChoice.dropAll());
            assertThat(text(left, "synced")).isEqualTo("bytes");
            assertThat(text(left, "named")).isEmpty();
        }
    }

    /// A directory whose own name was never synced takes along everything in it.
    @Test
    void directory_thatWasNotSyncedInItsParent_isLostWithWhatItHolds() throws IOException {
        disk.createDirectory("d");
        try (DiskFile file = disk.create("d/f", WriteMode.BUFFERED)) {
            file.writeFully(ascii("bytes"), 0);
            file.sync(SyncKind.FULL);
        }
        disk.syncDirectory("d");
        assertThat(disk.crash(CrashChoice.dropAll()).list("")).isEmpty();
        disk.syncDirectory("");
        assertThat(text(disk.crash(CrashChoice.dropAll()), "d/f")).isEqualTo("bytes");
    }

    /// A rename between directories is in one of them afterwards, never in both or neither.
    @Test
    void rename_betweenDirectories_isAtomicUnderEveryCrash() throws IOException {
        disk.atRest().put("a/f", "bytes".getBytes(StandardCharsets.US_ASCII));
        disk.atRest().putDirectory("b");
        disk.create("a/before", WriteMode.BUFFERED).close();
        disk.create("b/before", WriteMode.BUFFERED).close();
        disk.rename("a/f", "b/f");
        disk.create("a/after", WriteMode.BUFFERED).close();

        Set<Boolean> moved = new TreeSet<>();
        CrashSampling.exhaustive(4).visit(disk, left -> {
            assertThat(left.exists("a/f")).isNotEqualTo(left.exists("b/f"));
            if (left.exists("b/f")) {
                assertThat(left.exists("a/before") && left.exists("b/before")).isTrue();
            }
            assertThat(left.exists("a/after") && !left.exists("b/f")).isFalse();
            moved.add(left.exists("b/f"));
        });
        assertThat(moved).containsExactly(false, true);
        disk.syncDirectory("b");
        SimDisk left = disk.crash(CrashChoice.dropAll());
        assertThat(left.list("a")).containsExactly("before");
        assertThat(left.list("b")).containsExactly("before", "f");
    }

    /// A size cut may come undone until a full sync, and brings back what was cut off.
    @Test
    void truncate_needsAFullSync() throws IOException {
        disk.atRest().put("f", "abcdef".getBytes(StandardCharsets.US_ASCII));
        try (DiskFile file = disk.openToWrite("f", WriteMode.BUFFERED)) {
            file.truncate(2);
            file.sync(SyncKind.DATA);
            assertThat(text(disk.crash(CrashChoice.dropAll()), "f")).isEqualTo("abcdef");
            assertThat(text(disk.crash(CrashChoice.keepAll()), "f")).isEqualTo("ab");
            file.sync(SyncKind.FULL);
            assertThat(text(disk.crash(CrashChoice.dropAll()), "f")).isEqualTo("ab");
        }
    }

    /// A deleted file comes back, with what was synced of it, until its directory is synced.
    @Test
    void deletedFile_comesBackWithoutADirectorySync() throws IOException {
        disk.atRest().put("f", "abc".getBytes(StandardCharsets.US_ASCII));
        disk.delete("f");
        assertThat(text(disk.crash(CrashChoice.dropAll()), "f")).isEqualTo("abc");
        disk.syncDirectory("");
        assertThat(disk.crash(CrashChoice.dropAll()).exists("f")).isFalse();
    }
}
