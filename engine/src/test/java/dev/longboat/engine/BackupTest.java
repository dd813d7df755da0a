package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.longboat.disk.DataDirectory;
import dev.longboat.disk.Disk;
import dev.longboat.disk.Subtree;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.CrashMoment;
import dev.longboat.testkit.CrashPoint;
import dev.longboat.testkit.GoldenText;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import dev.longboat.testkit.SimulatedCrash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A backup is the store as it was, or is refused; a restored store goes on where no cache has
/// been.
final class BackupTest {
    private static final long BUMP = 1000;

    private final SimDisk storeDisk = new SimDisk();
    private final SimDisk backupDisk = new SimDisk();
    private final SimDisk target = new SimDisk();

    BackupTest() throws IOException {
        CopiedStore.make(storeDisk);
    }

    private static long backup(Store store, Disk disk) throws IOException {
        long sent = 0;
        try (BackupDirectory directory = BackupDirectory.open(disk, new SimClock());
                BackupSource source = new BackupSource(store.image(), directory.held())) {
            for (Optional<BackupPart> part = source.next(); part.isPresent(); part = source.next()) {
                directory.accept(part.get());
                sent = part.get() instanceof BackupPart.End end ? end.sentBytes() : sent;
            }
            assertThat(directory.received()).isPresent();
        }
        return sent;
    }

    private static Restored restore(Disk backup, Disk target) throws IOException {
        return StoreRestore.restore(
                backup,
                StoreRestore.catalogue(backup),
                new StorePorts(target, new SimClock(5), new SimRandomness(5), false),
                "restored",
                BUMP,
                SmallStore.OPTIONS);
    }

    /// What a store shows, its revision aside.
    private static String shown(Store store) {
        return store.statistics().keys() + " " + SmallStore.contents(store).values();
    }

    @Test
    void restoredStore_holdsWhatWasBackedUp_andItsClocksGoOn() throws IOException {
        restoreWhole();
    }

    void restoreWhole() throws IOException {
        String then;
        long revision;
        UUID id;
        long ordinal;
        try (Store store = CopiedStore.open(storeDisk)) {
            CopiedStore.fill(store, 3);
            then = shown(store);
            revision = store.revision();
            id = store.id();
            backup(store, backupDisk);
            ordinal = store.put(Key.of("k1"), new byte[1]).ordinal();
        }
        Restored restored = restore(backupDisk, target);
        assertThat(restored.backupRevision()).isEqualTo(revision);
        assertThat(restored.revision()).isEqualTo(revision + BUMP);
        assertThat(restored.store()).isEqualTo(id);
        for (int opening = 0; opening < 2; opening++) {
            try (Store store = CopiedStore.open(target, "restored")) {
                assertThat(shown(store)).isEqualTo(then);
                assertThat(store.revision()).isEqualTo(revision + BUMP + opening);
                assertThat(store.id()).isEqualTo(id);
                if (opening == 0) {
                    KeyVersion written = store.put(Key.of("k1"), new byte[1]);
                    assertThat(written.revision()).isEqualTo(revision + BUMP + 1);
                    assertThat(written.ordinal()).isEqualTo(ordinal);
                    then = shown(store);
                }
                assertThat(SmallStore.contents(store)).isNotEmpty();
                try (Snapshot before = store.snapshot(View.at(revision + 1))) {
                    assertThat(before.count(KeyRange.all()))
                            .isEqualTo(store.statistics().keys());
                }
            }
        }
        assertThat(DataDirectory.identityOn(new Subtree(target, "restored"))
                        .orElseThrow()
                        .node())
                .isNotEqualTo(DataDirectory.identityOn(new Subtree(storeDisk, CopiedStore.STORE))
                        .orElseThrow()
                        .node());
        target.requireAllClosed();
        backupDisk.requireAllClosed();
    }

    @Test
    void nextBackup_sendsWhatIsNew_andNothingTwice() throws IOException {
        try (Store store = CopiedStore.open(storeDisk)) {
            CopiedStore.fill(store, 4);
            long first = backup(store, backupDisk);
            long again = backup(store, backupDisk);
            assertThat(again).isZero();
            store.put(Key.of("new"), new byte[100]);
            long little = backup(store, backupDisk);
            assertThat(little).isLessThan(first / 10).isPositive();
            CopiedStore.fill(store, 6);
            backup(store, backupDisk);
            restore(backupDisk, target);
            try (Store restored = CopiedStore.open(target, "restored")) {
                assertThat(shown(restored)).isEqualTo(shown(store));
            }
        }
    }

    @Test
    void brokenOffBackup_isTakenUp_withoutSendingAgainWhatCame() throws IOException {
        try (Store store = CopiedStore.open(storeDisk)) {
            CopiedStore.fill(store, 4);
            long whole = backup(store, new SimDisk());
            long came = 0;
            int parts = 0;
            try (BackupDirectory directory = BackupDirectory.open(backupDisk, new SimClock());
                    BackupSource source = new BackupSource(store.image(), directory.held())) {
                while (parts < 12) {
                    BackupPart part = source.next().orElseThrow();
                    directory.accept(part);
                    came += part instanceof BackupPart.Chunk chunk
                            ? chunk.data().remaining()
                            : 0;
                    parts++;
                }
            }
            assertThat(came).isPositive();
            assertThat(catchThrowable(() -> restore(backupDisk, target)))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("never was finished");
            assertThat(backup(store, backupDisk)).isEqualTo(whole - came);
            restore(backupDisk, target);
        }
    }

    /// At every call of a second backup the power is cut where the backup lies: what is there then
    /// is the first or the second, whole (E10), and the backup can be repeated.
    @Test
    void cutAnywhere_leavesTheOldBackupOrTheNew() throws IOException {
        long[] states = {0};
        String[] told = {"", ""};
        try (Store store = CopiedStore.open(storeDisk)) {
            CopiedStore.fill(store, 2);
            backup(store, backupDisk);
            told[0] = shown(store);
            CopiedStore.fill(store, 3);
            told[1] = shown(store);
            backupDisk.onEveryCall(point -> {
                for (CrashChoice choice : choices(point, states[0])) {
                    states[0]++;
                    SimDisk left = point.disk().crash(choice);
                    try {
                        SimDisk place = new SimDisk();
                        restore(left, place);
                        try (Store restored = CopiedStore.open(place, "restored")) {
                            assertThat(shown(restored)).isIn(told[0], told[1]);
                        }
                    } catch (IOException | RuntimeException | AssertionError e) {
                        throw new AssertionError(point + ", " + choice + ": " + e, e);
                    }
                }
            });
            backup(store, backupDisk);
            backupDisk.rethrowListenerFailure();
            for (long call = 1; call < 60; call += 3) {
                SimDisk harmed = backupDisk.crash(CrashChoice.keepAll());
                store.put(Key.of("more" + call), new byte[2000]);
                harmed.crashAtCall(call, CrashMoment.BEFORE);
                Throwable end = catchThrowable(() -> backup(store, harmed));
                assertThat(end == null || end instanceof SimulatedCrash)
                        .describedAs("%s", end)
                        .isTrue();
                SimDisk left = harmed.crash(CrashChoice.random(call));
                backup(store, left);
                SimDisk place = new SimDisk();
                restore(left, place);
                try (Store restored = CopiedStore.open(place, "restored")) {
                    assertThat(shown(restored)).isEqualTo(shown(store));
                }
            }
        }
        assertThat(states[0]).isGreaterThan(50);
    }

    private static List<CrashChoice> choices(CrashPoint point, long seed) {
        List<CrashChoice> choices = new ArrayList<>(List.of(CrashChoice.dropAll()));
        if (point.disk().pendingUnits() > 0) {
            choices.addAll(List.of(CrashChoice.keepAll(), CrashChoice.zeroAll(), CrashChoice.random(seed)));
        }
        return choices;
    }

    /// The same for the restore: under the wanted name there is the whole store at its new
    /// revision, or nothing. Some segments are so full of what lives that they stay as copied.
    @Test
    void cutAnywhereInARestore_leavesAStoreOrNone() throws IOException {
        cutInRestore();
    }

    void cutInRestore() throws IOException {
        String then;
        long revision;
        try (Store store = CopiedStore.open(storeDisk)) {
            for (int i = 0; i < 36; i++) {
                store.put(Key.of("stays" + i), new byte[3900]);
            }
            CopiedStore.fill(store, 1);
            backup(store, backupDisk);
            then = shown(store);
            revision = store.revision();
        }
        long[] states = {0, 0};
        target.onEveryCall(point -> {
            for (CrashChoice choice : choices(point, states[0])) {
                states[0]++;
                SimDisk left = point.disk().crash(choice);
                try {
                    if (left.exists("restored")) {
                        states[1]++;
                    } else {
                        restore(backupDisk, left);
                    }
                    try (Store store = CopiedStore.open(left, "restored")) {
                        assertThat(store.revision()).isEqualTo(revision + BUMP);
                        assertThat(shown(store)).isEqualTo(then);
                    }
                } catch (IOException | RuntimeException | AssertionError e) {
                    throw new AssertionError(point + ", " + choice + ": " + e, e);
                }
            }
        });
        restore(backupDisk, target);
        target.rethrowListenerFailure();
        assertThat(states[0]).isGreaterThan(100);
        assertThat(states[1]).isPositive();
    }

    @Test
    void damagedBackup_isRefused_whicheverByteItIs_andMadeGoodByTheNext() throws IOException {
        damageEveryByte();
    }

    void damageEveryByte() throws IOException {
        try (Store store = CopiedStore.open(storeDisk)) {
            CopiedStore.fill(store, 1);
            backup(store, backupDisk);
            int flips = 0;
            for (String file : backupDisk.atRest().files()) {
                if (file.equals("LOCK")) {
                    continue;
                }
                long bits = 8L * backupDisk.atRest().bytes(file).length;
                for (long bit = 3; bit < bits; bit += Math.max(61, bits / 40)) {
                    SimDisk harmed = backupDisk.crash(CrashChoice.keepAll());
                    harmed.atRest().flipBit(file, bit);
                    SimDisk place = new SimDisk();
                    assertThat(catchThrowable(() -> restore(harmed, place)))
                            .describedAs("bit %d of %s", bit, file)
                            .isInstanceOfAny(CorruptionException.class, StoreFormatException.class, IOException.class);
                    assertThat(place.list("")).isEmpty();
                    flips++;
                    if (!file.equals("CATALOGUE")) {
                        backup(store, harmed);
                        restore(harmed, place);
                    }
                }
            }
            assertThat(flips).isGreaterThan(200);
        }
    }

    @Test
    void damagedFileOfTheStore_isNotSent_andTheOldBackupStays() throws IOException {
        try (Store store = CopiedStore.open(storeDisk)) {
            CopiedStore.fill(store, 2);
            backup(store, backupDisk);
            byte[] catalogue = backupDisk.atRest().bytes("CATALOGUE");
            CopiedStore.fill(store, 3);
            store.put(Key.of("large again"), new byte[70_000]);
            String sealed = storeDisk.atRest().files().stream()
                    .filter(name -> name.startsWith("store/journal/"))
                    .toList()
                    .reversed()
                    .get(1);
            storeDisk.atRest().flipBit(sealed, 8 * 4106);
            assertThatThrownBy(() -> backup(store, backupDisk))
                    .isInstanceOf(CorruptionException.class)
                    .hasMessageContaining(sealed.substring("store/".length()));
            assertThat(backupDisk.atRest().bytes("CATALOGUE")).isEqualTo(catalogue);
            restore(backupDisk, target);
        }
    }

    @Test
    void whatIsNoBackup_isRefused_andChangesNothing() throws IOException {
        try (Store store = CopiedStore.open(storeDisk)) {
            CopiedStore.fill(store, 1);
            backup(store, backupDisk);
            long before = storeDisk.atRest().fingerprint();
            assertThatThrownBy(() -> backup(store, new Subtree(storeDisk, CopiedStore.STORE)))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("belongs to no backup");
            assertThat(storeDisk.atRest().fingerprint()).isEqualTo(before);
            target.atRest().put("restored/somebody's", new byte[1]);
            assertThatThrownBy(() -> restore(backupDisk, target))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("new or empty");
            assertThatThrownBy(() -> restore(new SimDisk(), target))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("no backup");
            assertThat(target.atRest().files()).containsExactly("restored/somebody's");
        }
        SimDisk otherDisk = new SimDisk();
        StorePorts other = new StorePorts(otherDisk, new SimClock(), new SimRandomness(99), false);
        try (Store store = Store.open(other, SmallStore.OPTIONS)) {
            assertThatThrownBy(() -> backup(store, backupDisk))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("another directory");
        }
        restore(backupDisk, new SimDisk());
    }

    @Test
    void restoredAndOriginal_haveBackupsThatTakeTurns() throws IOException {
        try (Store store = CopiedStore.open(storeDisk)) {
            CopiedStore.fill(store, 2);
            backup(store, backupDisk);
            restore(backupDisk, target);
            try (Store restored = CopiedStore.open(target, "restored")) {
                CopiedStore.fill(store, 4);
                CopiedStore.fill(restored, 5);
                for (int turn = 0; turn < 4; turn++) {
                    Store from = turn % 2 == 0 ? restored : store;
                    backup(from, backupDisk);
                    SimDisk place = new SimDisk();
                    restore(backupDisk, place);
                    try (Store back = CopiedStore.open(place, "restored")) {
                        assertThat(shown(back)).isEqualTo(shown(from));
                    }
                }
            }
        }
    }

    @Test
    void catalogue_isSpeltAsTheFormatPageSays() throws IOException {
        BackupCatalogue catalogue = new BackupCatalogue(
                UUID.fromString("01020304-0506-4708-8910-111213141516"),
                4711,
                1_795_228_305_123L,
                List.of(
                        new HeldFile("IDENTITY", 147, 0x95eb269e),
                        new HeldFile("journal/00000001.seg", 8192, 0x0a1b2c3d),
                        new HeldFile("journal/00000002.seg", 4096, 0x10203040),
                        new HeldFile("tables/00000005.tbl", 12288, 0x7f),
                        new HeldFile("manifest/00000001.man", 241, 0xffffffff)));
        byte[] bytes = catalogue.encode();
        GoldenText.at("engine/backup_catalogue_v1.txt").matches(new String(bytes, StandardCharsets.ISO_8859_1));
        assertThat(BackupCatalogue.decode("CATALOGUE", bytes)).isEqualTo(catalogue);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(catchThrowable(() -> BackupCatalogue.decode("CATALOGUE", flipped)))
                    .isInstanceOf(IOException.class);
        }
    }

    /// However many files there are: a store of a terabyte has tens of thousands.
    @Test
    void catalogueOfManyFiles_isRead() throws IOException {
        List<HeldFile> files = new ArrayList<>();
        for (int i = 1; i <= 50_000; i++) {
            files.add(new HeldFile(String.format("tables/%08d.tbl", i), 4096, i));
        }
        BackupCatalogue catalogue = new BackupCatalogue(new UUID(1, 2), 4711, 1_795_228_305_123L, files);
        assertThat(BackupCatalogue.decode("CATALOGUE", catalogue.encode())).isEqualTo(catalogue);
    }

    @Test
    void backupOnTheFileSystem_restores(@TempDir Path directory) {
        Path backup = directory.resolve("backups/daily");
        String then;
        try (Store store = Store.open(directory.resolve("data"), SmallStore.OPTIONS)) {
            CopiedStore.fill(store, 2);
            store.backup(backup);
            CopiedStore.fill(store, 3);
            assertThat(store.backup(backup).revision()).isEqualTo(store.revision());
            then = shown(store);
        }
        Path data = directory.resolve("back/again");
        Restored restored = StoreRestore.restore(backup, data, StoreRestore.REVISION_BUMP_DEFAULT);
        assertThat(Files.exists(data.resolve("IDENTITY"))).isTrue();
        try (Store store = Store.open(data, SmallStore.OPTIONS)) {
            assertThat(shown(store)).isEqualTo(then);
            assertThat(store.revision()).isEqualTo(restored.revision());
        }
    }
}
