package dev.longboat.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import dev.longboat.disk.WriteMode;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Holds what a crash leaves to a model that knows nothing of how [SimDisk] works (S1).
///
/// The model keeps, for each sector, every content that the process has seen since it was last
/// durable, and every size; a size cut also cuts whichever content comes back. A crash may give
/// each sector any of them, cut at any of the sizes, and nothing else. For names it keeps each
/// state of a directory since its last sync; a crash gives one of them.
final class SimDiskModelTest {
    private static final int SECTOR = SimDisk.SECTOR_BYTES;
    private static final int FILE_BYTES_MAX = 5 * Disk.BLOCK_BYTES;

    /// What may come back of one file. Confined to the test's thread.
    private static final class Model {
        private byte[] seen = new byte[FILE_BYTES_MAX];
        private int size;
        private final List<List<byte[]>> contents = new ArrayList<>();
        private final Set<Integer> sizes = new HashSet<>();
        private boolean cutPending;

        Model() {
            for (int sector = 0; sector < FILE_BYTES_MAX / SECTOR; sector++) {
                contents.add(new ArrayList<>());
            }
            sync();
        }

        private void remember() {
            for (int sector = 0; sector < contents.size(); sector++) {
                contents.get(sector).add(Arrays.copyOfRange(seen, sector * SECTOR, (sector + 1) * SECTOR));
            }
            sizes.add(size);
        }

        void write(int position, byte[] bytes) {
            System.arraycopy(bytes, 0, seen, position, bytes.length);
            size = Math.max(size, position + bytes.length);
            remember();
        }

        void writeDurably(int position, byte[] bytes) {
            write(position, bytes);
            int end = position + bytes.length;
            if (cutPending) {
                sync();
            }
            for (int sector = position / SECTOR; sector < end / SECTOR; sector++) {
                contents.get(sector).clear();
            }
            sizes.removeIf(bound -> bound < end);
            remember();
        }

        void truncate(int bytes) {
            seen = Arrays.copyOf(Arrays.copyOf(seen, bytes), FILE_BYTES_MAX);
            size = bytes;
            cutPending = true;
            for (int sector = bytes / SECTOR; sector < contents.size(); sector++) {
                int kept = Math.max(0, bytes - sector * SECTOR);
                List<byte[]> cut = contents.get(sector).stream()
                        .map(content -> Arrays.copyOf(Arrays.copyOf(content, kept), SECTOR))
                        .toList();
                contents.get(sector).addAll(cut);
            }
            remember();
        }

        void sync() {
            contents.forEach(List::clear);
            sizes.clear();
            cutPending = false;
            remember();
        }

        void assertPossible(byte[] found) {
            assertThat(found.length).isIn(sizes);
            for (int start = 0; start < found.length; start += SECTOR) {
                int from = start;
                int end = Math.min(start + SECTOR, found.length);
                assertThat(contents.get(start / SECTOR))
                        .as("bytes %d to %d", from, end)
                        .anyMatch(content -> Arrays.equals(content, 0, end - from, found, from, end));
            }
        }
    }

    @Test
    void crash_givesEachSectorAContentItHadSinceItWasDurable() {
        Seeds.of(SimDiskModelTest.class).run(30, this::driveAndCrash);
    }

    private void driveAndCrash(long seed) throws IOException {
        var samples = new Samples(seed);
        var disk = new SimDisk();
        var model = new Model();
        int worlds = 0;
        try (Arena arena = Arena.ofConfined();
                DiskFile buffered = disk.create("f", WriteMode.BUFFERED);
                DiskFile durable = disk.openToWrite("f", WriteMode.DURABLE)) {
            disk.syncDirectory("");
            for (int step = 0; step < 40; step++) {
                change(samples, model, buffered, durable, arena);
                for (int drawn = 0; drawn < 5; drawn++) {
                    SimDisk left = disk.crash(CrashChoice.randomSubset(seed * 1000 + worlds++));
                    model.assertPossible(left.atRest().bytes("f"));
                }
            }
        }
    }

    private static void change(Samples samples, Model model, DiskFile buffered, DiskFile durable, Arena arena)
            throws IOException {
        switch (samples.below(10)) {
            case 0, 1, 2, 3 -> {
                int position = samples.below(FILE_BYTES_MAX - 1500);
                byte[] bytes = samples.bytes(1 + samples.below(1500));
                buffered.writeFully(ByteBuffer.wrap(bytes), position);
                model.write(position, bytes);
            }
            case 4, 5, 6 -> {
                int position = samples.below(FILE_BYTES_MAX / Disk.BLOCK_BYTES - 1) * Disk.BLOCK_BYTES;
                byte[] bytes = samples.bytes((1 + samples.below(2)) * Disk.BLOCK_BYTES);
                durable.writeFully(
                        AlignedBuffers.allocate(arena, bytes.length).put(bytes).flip(), position);
                model.writeDurably(position, bytes);
            }
            case 7 -> {
                int bytes = samples.below((int) buffered.size() + 1);
                buffered.truncate(bytes);
                model.truncate(bytes);
            }
            default -> {
                if (model.cutPending || samples.oneIn(2)) {
                    buffered.sync(SyncKind.FULL);
                } else {
                    buffered.sync(SyncKind.DATA);
                }
                model.sync();
            }
        }
    }

    @Test
    void crash_givesADirectoryAStateItHadSinceItsSync_andReachesEach() {
        Seeds.of(SimDiskModelTest.class).run(40, seed -> {
            var samples = new Samples(seed);
            var disk = new SimDisk();
            List<String> states = new ArrayList<>();
            states.add(namesOf(disk));
            for (int step = 0; step < 30; step++) {
                changeNames(samples, disk, "n" + seed + "x" + step);
                if (samples.oneIn(8)) {
                    disk.syncDirectory("");
                    states.clear();
                }
                states.add(namesOf(disk));
            }
            Set<String> reached = new TreeSet<>();
            CrashSampling.corners(1000).withRandom(50, seed).visit(disk, left -> reached.add(namesOf(left)));
            assertThat(reached).isEqualTo(new TreeSet<>(states));
        });
    }

    private static void changeNames(Samples samples, SimDisk disk, String free) throws IOException {
        List<String> names = disk.list("");
        if (names.isEmpty() || samples.oneIn(3)) {
            try (DiskFile file = disk.create(free, WriteMode.BUFFERED)) {
                file.writeFully(ByteBuffer.wrap(free.getBytes(StandardCharsets.US_ASCII)), 0);
                file.sync(SyncKind.FULL);
            }
            return;
        }
        String name = names.get(samples.below(names.size()));
        switch (samples.below(4)) {
            case 0 -> disk.rename(name, free);
            case 1 -> disk.rename(name, names.get(samples.below(names.size())));
            case 2 -> disk.link(name, free);
            default -> disk.delete(name);
        }
    }

    /// Names, what each leads to, and how many names that has.
    private static String namesOf(SimDisk disk) throws IOException {
        var names = new TreeMap<String, String>();
        for (String name : disk.list("")) {
            names.put(
                    name,
                    new String(disk.atRest().bytes(name), StandardCharsets.US_ASCII) + " x" + disk.linkCount(name));
        }
        return names.toString();
    }

    @Test
    void crash_andWhatItLeft_shareNothingThatChanges() {
        // S3.
        Seeds.of(SimDiskModelTest.class).run(40, seed -> {
            var samples = new Samples(seed);
            var disk = new SimDisk();
            List<SimDisk> left = new ArrayList<>();
            List<Long> prints = new ArrayList<>();
            try (DiskFile file = disk.create("f", WriteMode.BUFFERED)) {
                disk.syncDirectory("");
                for (int step = 0; step < 30; step++) {
                    file.writeFully(ByteBuffer.wrap(samples.bytes(1 + samples.below(9000))), samples.below(40_000));
                    if (samples.oneIn(3)) {
                        file.sync(SyncKind.DATA);
                    }
                    left.add(disk.crash(CrashChoice.random(seed + step)));
                    prints.add(left.getLast().atRest().fingerprint());
                    long before = disk.atRest().fingerprint();
                    try (DiskFile other = left.get(samples.below(left.size())).openToWrite("f", WriteMode.BUFFERED)) {
                        other.writeFully(ByteBuffer.wrap(samples.bytes(5000)), samples.below(40_000));
                        other.truncate(samples.below((int) other.size() + 1));
                    }
                    assertThat(disk.atRest().fingerprint()).isEqualTo(before);
                    refresh(left, prints);
                }
            }
        });
    }

    /// The one disk that was written to may differ; its print is taken anew. No other may.
    private static void refresh(List<SimDisk> left, List<Long> prints) {
        int different = 0;
        for (int at = 0; at < left.size(); at++) {
            long print = left.get(at).atRest().fingerprint();
            different += prints.set(at, print) == print ? 0 : 1;
        }
        assertThat(different).isLessThanOrEqualTo(1);
    }

    @Test
    void sameCallsAndSameChoice_giveTheSameDisk() {
        // S2.
        Seeds.of(SimDiskModelTest.class).run(20, seed -> {
            Set<Long> prints = new HashSet<>();
            Set<String> stories = new HashSet<>();
            for (int round = 0; round < 2; round++) {
                var story = Transcript.ofEverything();
                SimDisk disk = new SimDisk().record(story);
                driveOnce(disk, new Samples(seed));
                prints.add(disk.crash(CrashChoice.random(seed))
                        .record(story)
                        .atRest()
                        .fingerprint());
                stories.add(story.toString());
            }
            assertThat(prints).hasSize(1);
            assertThat(stories).hasSize(1);
        });
    }

    private static void driveOnce(SimDisk disk, Samples samples) throws IOException {
        for (int name = 0; name < 5; name++) {
            try (DiskFile file = disk.create("f" + name, WriteMode.BUFFERED)) {
                file.writeFully(ByteBuffer.wrap(samples.bytes(2000)), samples.below(3000));
                if (samples.oneIn(2)) {
                    file.sync(SyncKind.DATA);
                }
            }
            if (samples.oneIn(2)) {
                disk.syncDirectory("");
            }
        }
        disk.rename("f0", "f4");
    }
}
