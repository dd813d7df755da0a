package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.ForeignFormatException;
import dev.longboat.disk.LockedException;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.GoldenText;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the doctor says of directories in every state that a crash or rot leaves, and what it does
/// to them: nothing to what was durable.
final class StoreDoctorTest {
    /// Something that happens to a disk.
    private interface Harm {
        void to(SimDisk disk) throws IOException;
    }

    /// A directory as it may be found.
    @SuppressWarnings("ImmutableEnumChecker")
    enum Patient {
        SOUND(_ -> {}),
        TORN_TAIL(disk -> {
            String last = last(disk, "journal/");
            byte[] bytes = disk.atRest().bytes(last);
            disk.atRest().put(last, concat(bytes, new byte[] {1, 2, 3, 4, 5}));
        }),
        LEFTOVERS(disk -> {
            disk.atRest().put("IDENTITY.new", new byte[10]);
            disk.atRest().put("manifest/new.tmp", new byte[100]);
            disk.atRest().put("manifest/00000001.man", disk.atRest().bytes(last(disk, "manifest/")));
            disk.atRest().put("tables/00000099.tbl", new byte[4096]);
            disk.atRest().put("journal/00000999.seg", new byte[8192]);
            disk.atRest().put("notes.txt", new byte[3]);
        }),
        DAMAGED_VALUE(StoreDoctorTest::flipValue),
        DAMAGED_TABLE(disk -> flip(disk, last(disk, "tables/"), 100)),
        MISSING_TABLE(disk -> disk.delete(last(disk, "tables/"))),
        DAMAGED_MANIFEST(disk -> flip(disk, last(disk, "manifest/"), 70)),
        DAMAGED_IDENTITY(disk -> flip(disk, "IDENTITY", 30)),
        MISSING_SEGMENT(disk -> disk.delete(lastButOne(disk, "journal/"))),
        FORGOTTEN_SEGMENT(disk -> {
            String last = last(disk, "manifest/");
            byte[] bytes = disk.atRest().bytes(last);
            byte[] cut = Arrays.copyOf(bytes, lastRecord(bytes));
            disk.atRest().put(last, cut);
        }),
        LEFTOVERS_AND_DAMAGE(disk -> {
            disk.atRest().put("tables/00000099.tbl", new byte[4096]);
            disk.delete(last(disk, "tables/0000000"));
        });

        private final Harm harm;

        Patient(Harm harm) {
            this.harm = harm;
        }

        private SimDisk disk() throws IOException {
            SimDisk disk = SmallStore.make().disk();
            SimDisk harmed = disk.crash(CrashChoice.keepAll());
            harm.to(harmed);
            return harmed;
        }
    }

    private static String last(SimDisk disk, String prefix) {
        return disk.atRest().files().stream()
                .filter(name -> name.startsWith(prefix))
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    private static void flip(SimDisk disk, String name, long offset) {
        disk.atRest().flipBit(name, 8 * offset);
    }

    private static String lastButOne(SimDisk disk, String prefix) {
        return disk.atRest().files().stream()
                .filter(name -> name.startsWith(prefix))
                .toList()
                .reversed()
                .get(1);
    }

    /// Turns over a bit of the value of 61 bytes that the store was given last.
    private static void flipValue(SimDisk disk) {
        for (String name : disk.atRest().files().reversed()) {
            byte[] bytes = disk.atRest().bytes(name);
            for (int at = 0; name.startsWith("journal/") && at < bytes.length - 61; at++) {
                if (bytes[at] == 61 && bytes[at + 1] == 68 && bytes[at + 2] == 75 && bytes[at + 60] == (byte) 481) {
                    flip(disk, name, at);
                    return;
                }
            }
        }
        throw new AssertionError("the value is not there");
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// Where the last record of a manifest begins.
    private static int lastRecord(byte[] bytes) {
        ByteBuffer manifest = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = ManifestFile.HEAD_BYTES;
        int last = at;
        while (at + ManifestFile.RECORD_HEAD_BYTES <= bytes.length && manifest.getInt(at + 4) > 0) {
            last = at;
            at += ManifestFile.RECORD_HEAD_BYTES + manifest.getInt(at + 4);
        }
        return last;
    }

    @ParameterizedTest
    @EnumSource
    void directory_isExplained_andRepairedWhereThatIsSafe(Patient patient) throws IOException {
        SimDisk disk = patient.disk();
        long before = disk.atRest().fingerprint();
        List<String> told = new ArrayList<>();
        told.add("# doctor");
        StoreReport report = StoreDoctor.examine(disk, false, told::add);
        assertThat(disk.atRest().fingerprint()).isEqualTo(before);
        told.add("");
        told.add("# doctor --repair");
        List<String> repaired = new ArrayList<>();
        StoreDoctor.examine(disk, true, repaired::add);
        repaired.stream()
                .dropWhile(line -> !line.startsWith("sound") && !line.startsWith("damaged"))
                .forEach(told::add);
        if (report.isSound()) {
            told.add("");
            told.add("# doctor");
            StoreDoctor.examine(disk, false, line -> {
                if (!line.startsWith("read")) {
                    told.add(line);
                }
            });
        } else {
            assertThat(disk.atRest().fingerprint()).isEqualTo(before);
        }
        disk.requireAllClosed();
        GoldenText.at("engine/doctor_" + patient.name().toLowerCase(Locale.ROOT) + ".txt")
                .matches(String.join("\n", told).replaceAll("\\S+SimDisk@\\w+", "the directory") + "\n");
    }

    /// What the doctor calls sound opens and holds everything; what a start refuses is damage to it
    /// too.
    @ParameterizedTest
    @EnumSource
    void soundness_isWhatAStartFinds(Patient patient) throws IOException {
        SmallStore small = SmallStore.make();
        SimDisk disk = patient.disk();
        boolean sound = StoreVerifier.verify(disk, _ -> {}).isSound();
        List<StoreException> refusals = small.readEverything(disk);
        if (sound) {
            assertThat(refusals).isEmpty();
        }
    }

    @Test
    void repair_ofATornTail_leavesTheStoreAsItWas() throws IOException {
        SmallStore small = SmallStore.make();
        SimDisk disk = Patient.TORN_TAIL.disk();
        StoreDoctor.examine(disk, true, _ -> {});
        assertThat(small.readEverything(disk)).isEmpty();
    }

    @Test
    void whatIsNoStore_isRefused() {
        SimDisk strange = new SimDisk();
        strange.atRest().put("somebody's", new byte[1]);
        assertThatThrownBy(() -> StoreDoctor.examine(strange, true, _ -> {}))
                .isInstanceOf(ForeignFormatException.class);
        assertThatThrownBy(() -> StoreDoctor.examine(new SimDisk(), false, _ -> {}))
                .isInstanceOf(ForeignFormatException.class)
                .hasMessageContaining("no store");
    }

    @Test
    void openStore_isRefused() throws IOException {
        SimDisk disk = new SimDisk();
        try (Store store = SmallStore.open(disk)) {
            store.put(Key.of("a"), new byte[1]);
            assertThatThrownBy(() -> StoreDoctor.examine(disk, false, _ -> {})).isInstanceOf(LockedException.class);
        }
    }

    /// Every so many bits of every file: a flip is found, or changes nothing of what the store
    /// holds.
    @Test
    void flippedBit_isFoundOrHarmless() throws IOException {
        SmallStore small = SmallStore.make();
        int found = 0;
        int harmless = 0;
        for (String file : small.disk().atRest().files()) {
            long bits = 8L * small.disk().atRest().bytes(file).length;
            for (long bit = 5; bit < bits; bit += 1 + bits / 80) {
                SimDisk harmed = small.copy();
                harmed.atRest().flipBit(file, bit);
                if (isSound(harmed)) {
                    assertThat(small.readEverything(harmed))
                            .describedAs("bit %d of %s, called sound", bit, file)
                            .isEmpty();
                    harmless++;
                } else {
                    found++;
                }
            }
        }
        System.out.printf("%,d flipped bits found, %,d harmless%n", found, harmless);
        assertThat(found).isGreaterThan(200);
    }

    private static boolean isSound(SimDisk disk) throws IOException {
        try {
            return StoreVerifier.verify(disk, _ -> {}).isSound();
        } catch (ForeignFormatException _) {
            return false; // An identity that does not even look like one.
        }
    }
}
