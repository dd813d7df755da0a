package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.Subtree;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.CrashMoment;
import dev.longboat.testkit.GoldenText;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import dev.longboat.testkit.SimulatedCrash;
import dev.longboat.testkit.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A checkpoint is the store as it was, whatever becomes of the store, and costs it nothing.
final class CheckpointTest {
    @Test
    void checkpoint_opensAsTheStoreAsItWas_whateverTheStoreDoesThen() throws IOException {
        SimDisk disk = new SimDisk();
        CopiedStore.make(disk);
        String then;
        Checkpoint checkpoint;
        try (Store store = CopiedStore.open(disk)) {
            CopiedStore.fill(store, 3);
            then = CopiedStore.told(store);
            checkpoint = CopiedStore.checkpoint(store, disk);
            assertThat(checkpoint.revision()).isEqualTo(store.revision());
            assertThat(checkpoint.store()).isEqualTo(store.id());
            CopiedStore.fill(store, 9);
            assertThat(CopiedStore.told(store)).isNotEqualTo(then);
        }
        for (int opening = 0; opening < 2; opening++) {
            try (Store copy = CopiedStore.open(disk, CopiedStore.COPY)) {
                assertThat(CopiedStore.told(copy)).isEqualTo(then);
                assertThat(copy.id()).isEqualTo(checkpoint.store());
            }
        }
        disk.requireAllClosed();
    }

    @Test
    void copyAndStore_goApart_andNeitherSeesTheOther() throws IOException {
        SimDisk disk = new SimDisk();
        CopiedStore.make(disk);
        String storeTold;
        String copyTold;
        try (Store store = CopiedStore.open(disk)) {
            CopiedStore.fill(store, 2);
            CopiedStore.checkpoint(store, disk);
            try (Store copy = CopiedStore.open(disk, CopiedStore.COPY)) {
                copy.put(Key.of("k1"), "the copy's".getBytes(StandardCharsets.UTF_8));
                CopiedStore.fill(copy, 6);
                store.put(Key.of("k2"), "the store's".getBytes(StandardCharsets.UTF_8));
                CopiedStore.fill(store, 7);
                storeTold = CopiedStore.told(store);
                copyTold = CopiedStore.told(copy);
            }
        }
        assertTold(disk, CopiedStore.STORE, storeTold);
        assertTold(disk, CopiedStore.COPY, copyTold);
    }

    private static void assertTold(SimDisk disk, String directory, String told) {
        try (Store store = CopiedStore.open(disk, directory)) {
            assertThat(CopiedStore.told(store)).isEqualTo(told);
        }
    }

    @Test
    void newStore_hasACheckpoint() throws IOException {
        SimDisk disk = new SimDisk();
        CopiedStore.make(disk);
        try (Store store = CopiedStore.open(disk)) {
            CopiedStore.checkpoint(store, disk);
            assertTold(disk, CopiedStore.COPY, CopiedStore.told(store));
        }
    }

    @Test
    void checkpointOfACheckpoint_isOne() throws IOException {
        SimDisk disk = new SimDisk();
        CopiedStore.make(disk);
        try (Store store = CopiedStore.open(disk)) {
            CopiedStore.fill(store, 2);
            CopiedStore.checkpoint(store, disk);
        }
        try (Store copy = CopiedStore.open(disk, CopiedStore.COPY)) {
            copy.checkpoint(disk, "second", (file, link) -> disk.link(CopiedStore.COPY + "/" + file, link));
            assertTold(disk, "second", CopiedStore.told(copy));
        }
    }

    @Test
    void takenPlace_isRefused_andLeftAsItIs() throws IOException {
        SimDisk disk = new SimDisk();
        CopiedStore.make(disk);
        try (Store store = CopiedStore.open(disk)) {
            disk.atRest().put("copy/somebody's", new byte[3]);
            disk.atRest().put("file", new byte[3]);
            long before = disk.atRest().fingerprint();
            for (String name : new String[] {"copy", "file", "store"}) {
                assertThatThrownBy(() -> CopiedStore.checkpoint(store, disk, name))
                        .isInstanceOf(BackupException.class)
                        .hasMessageContaining(name)
                        .hasMessageContaining("new or empty");
            }
            disk.atRest().put(".other.making/somebody's", new byte[3]);
            assertThatThrownBy(() -> CopiedStore.checkpoint(store, disk, "other"))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("somebody's");
            assertThat(disk.atRest().bytes(".other.making/somebody's")).hasSize(3);
            disk.delete(".other.making/somebody's");
            disk.delete(".other.making");
            assertThat(disk.atRest().fingerprint()).isEqualTo(before);
        }
    }

    @Test
    void damageAmongWhatIsInNoTable_isNotCopied() throws IOException {
        SimDisk disk = new SimDisk();
        CopiedStore.make(disk);
        try (Store store = CopiedStore.open(disk)) {
            CopiedStore.fill(store, 1);
            String segment = disk.atRest().files().stream()
                    .filter(name -> name.startsWith("store/journal/"))
                    .reduce((_, last) -> last)
                    .orElseThrow();
            disk.atRest().flipBit(segment, 8 * 4106);
            assertThatThrownBy(() -> CopiedStore.checkpoint(store, disk))
                    .isInstanceOf(CorruptionException.class)
                    .hasMessageContaining(segment.substring("store/".length()));
            assertThat(disk.exists(CopiedStore.COPY)).isFalse();
        }
    }

    @Test
    void fullDisk_leavesNothing_andTheStoreGoesOn() throws IOException {
        SimDisk disk = new SimDisk();
        CopiedStore.make(disk);
        try (Store store = CopiedStore.open(disk)) {
            CopiedStore.fill(store, 2);
            long used = disk.atRest().files().stream()
                    .mapToLong(file -> disk.atRest().bytes(file).length)
                    .sum();
            disk.capacityBytes(used + 4096);
            assertThatThrownBy(() -> CopiedStore.checkpoint(store, disk))
                    .isInstanceOf(ResourceExhaustedException.class)
                    .hasMessageContaining("checkpoint");
            assertThat(disk.list("")).containsExactly(CopiedStore.STORE);
            disk.capacityBytes(Long.MAX_VALUE);
            store.put(Key.of("later"), new byte[5]);
            CopiedStore.checkpoint(store, disk);
        }
    }

    /// Writers, flushes and merges go on while one checkpoint after the other is made.
    @Test
    void checkpointsUnderLoad_areEachTheStoreAtTheirRevision() throws IOException {
        SimDisk disk = new SimDisk();
        CopiedStore.make(disk);
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong acknowledged = new AtomicLong();
        StorePorts ports =
                new StorePorts(new Subtree(disk, CopiedStore.STORE), new SimClock(), new SimRandomness(7), true);
        try (Store store = Store.open(ports, SmallStore.OPTIONS)) {
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                for (int i = 0; !stop.get(); i++) {
                    acknowledged.set(
                            store.put(Key.of("k" + i % 50), new byte[i % 700]).revision());
                }
            });
            for (int i = 0; i < 12; i++) {
                long before = acknowledged.get();
                Checkpoint checkpoint = CopiedStore.checkpoint(store, disk, "copy" + i);
                assertThat(checkpoint.revision()).isGreaterThanOrEqualTo(before);
                while (acknowledged.get() < checkpoint.revision() + 20) {
                    Thread.onSpinWait();
                }
                try (Store copy = CopiedStore.open(disk, "copy" + i)) {
                    assertThat(copy.revision()).isEqualTo(checkpoint.revision());
                    try (Snapshot then = store.snapshot(View.at(checkpoint.revision()));
                            Snapshot copied = copy.snapshot()) {
                        assertThat(Told.rest(copied.range(KeyRange.all(), Order.ASCENDING), Long.MAX_VALUE))
                                .isEqualTo(Told.rest(then.range(KeyRange.all(), Order.ASCENDING), Long.MAX_VALUE));
                    }
                }
            }
            stop.set(true);
            writer.join();
        }
        disk.requireAllClosed();
    }

    @Test
    void lifeOfACheckpoint_isCommitted() throws IOException {
        SimDisk disk = new SimDisk();
        CopiedStore.make(disk);
        Transcript transcript = Transcript.ofChanges();
        try (Store store = CopiedStore.open(disk)) {
            CopiedStore.fill(store, 2);
            disk.record(transcript);
            transcript.add("# a checkpoint: names for what never changes, copies of the rest, then its own name");
            CopiedStore.checkpoint(store, disk);
            transcript.add("# the store goes on");
            store.put(Key.of("later"), new byte[10]);
            transcript.add("# the power is cut in the middle of another one");
            long calls = disk.calls();
            disk.crashAtCall(calls + 12, CrashMoment.BEFORE);
            assertThatThrownBy(() -> CopiedStore.checkpoint(store, disk, "second"))
                    .isInstanceOf(SimulatedCrash.class);
            SimDisk left = disk.crash(CrashChoice.keepAll()).record(transcript);
            try (Store again = CopiedStore.open(left)) {
                transcript.add("# the next attempt removes what is left of it");
                CopiedStore.checkpoint(again, left, "second");
            }
        } catch (SimulatedCrash _) {
            // The first store's disk is no more.
        }
        GoldenText.at("engine/life_of_a_checkpoint.txt").matches(transcript.toString());
    }

    @Test
    void checkpointOnTheFileSystem_sharesItsFiles(@TempDir Path directory) throws IOException {
        Path data = directory.resolve("data");
        Path copy = directory.resolve("copies/first");
        String then;
        try (Store store = Store.open(data, SmallStore.OPTIONS)) {
            CopiedStore.fill(store, 3);
            then = CopiedStore.told(store);
            Checkpoint checkpoint = store.checkpoint(copy);
            assertThat(checkpoint.sharedBytes()).isPositive();
            assertThatThrownBy(() -> store.checkpoint(copy)).isInstanceOf(BackupException.class);
            CopiedStore.fill(store, 5);
        }
        try (Store opened = Store.open(copy, SmallStore.OPTIONS)) {
            assertThat(CopiedStore.told(opened)).isEqualTo(then);
        }
    }
}
