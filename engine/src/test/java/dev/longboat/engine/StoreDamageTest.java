package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.Seeds;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Bytes that were durable are changed behind the store's back. Whatever byte it is: the store
/// refuses to open and changes nothing (E7), or refuses to answer, or answers right. It never gives
/// wrong bytes and never says of a key that it is not there.
final class StoreDamageTest {
    /// Of a longer run of equal bytes, which is padding, only every so many are harmed.
    private static final int PADDING_STRIDE = 64;

    @Test
    void everyByte_flipped_isRefusedOrDoesNoHarm() {
        flipBytes(SmallStore.make(), 1);
    }

    /// Most bytes are of kinds that the store without compression has too.
    @Test
    void oneByteInThreeWhereValuesAreCompressed_flipped_isRefusedOrDoesNoHarm() {
        flipBytes(SmallStore.makeCompressing(), 3);
    }

    /// Flips every byte, or one of so many.
    static void flipBytes(SmallStore store, int stride) {
        long flips = 0;
        long refused = 0;
        for (String name : store.disk().atRest().files()) {
            byte[] bytes = store.disk().atRest().bytes(name);
            for (int at = 0; at < bytes.length; at += stride) {
                if (isPadding(bytes, at)) {
                    continue;
                }
                SimDisk harmed = store.copy();
                harmed.atRest().flipBit(name, 8L * at + (at + flips) % 8);
                refused += read(store, harmed, "a bit of byte " + at + " of " + name + " turned over")
                                .isEmpty()
                        ? 0
                        : 1;
                flips++;
            }
        }
        System.out.printf("%,d bytes flipped, %,d of them refused%n", flips, refused);
        assertThat(flips).isGreaterThan(9_000 / stride);
        assertThat(refused).isGreaterThan(flips / 2);
    }

    @Test
    void sectors_zeroedSwappedOrCut_areRefusedOrDoNoHarm() {
        SmallStore store = SmallStore.make();
        Seeds.of(StoreDamageTest.class).run(2000, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            SimDisk harmed = store.copy();
            List<String> files = harmed.atRest().files();
            String name = files.get(random.nextInt(files.size()));
            byte[] bytes = harmed.atRest().bytes(name);
            if (bytes.length == 0) {
                return;
            }
            int sectors = (bytes.length + 511) / 512;
            int from = random.nextInt(sectors) * 512;
            int length = Math.min(512, bytes.length - from);
            // Cut short, the last segment is a torn tail; nothing tells that it was longer.
            boolean mayCut = !name.equals(files.stream()
                    .filter(file -> file.startsWith("journal/"))
                    .toList()
                    .getLast());
            switch (random.nextInt(mayCut ? 3 : 2)) {
                case 0 -> harmed.atRest().overwrite(name, from, new byte[length]);
                case 1 -> {
                    int other = Math.min(random.nextInt(sectors) * 512, bytes.length - length);
                    byte[] moved = new byte[length];
                    System.arraycopy(bytes, other, moved, 0, length);
                    harmed.atRest().overwrite(name, from, moved);
                }
                default -> harmed.atRest().resize(name, from);
            }
            List<StoreException> _ = read(store, harmed, "sector " + from / 512 + " of " + name);
        });
    }

    /// A file is put back as it was some time ago: the store notices, or does not need it.
    @Test
    void olderFile_putBack_isRefusedOrDoesNoHarm() {
        SmallStore store = SmallStore.make();
        SimDisk earlier = store.copy();
        SmallStore later = more(store);
        for (String name : later.disk().atRest().files()) {
            if (earlier.atRest().files().contains(name)) {
                SimDisk harmed = later.copy();
                harmed.atRest().put(name, earlier.atRest().bytes(name));
                List<StoreException> _ = read(later, harmed, name + " put back");
            }
        }
        for (String name : earlier.atRest().files()) {
            if (name.startsWith("manifest/")) {
                SimDisk harmed = later.copy();
                for (String newer : harmed.atRest().files()) {
                    if (newer.startsWith("manifest/")) {
                        delete(harmed, newer);
                    }
                }
                harmed.atRest().put(name, earlier.atRest().bytes(name));
                assertThat(read(later, harmed, "the manifest put back")).isNotEmpty();
            }
        }
    }

    private static SmallStore more(SmallStore store) {
        SimDisk disk = store.copy();
        try (Store open = SmallStore.open(disk)) {
            for (int i = 0; i < 20; i++) {
                open.put(Key.of("k" + i % 12), new byte[i * 40]);
            }
        }
        try (Store open = SmallStore.open(disk)) {
            return new SmallStore(disk, open.revision(), SmallStore.contents(open));
        }
    }

    private static void delete(SimDisk disk, String name) {
        try {
            disk.delete(name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<StoreException> read(SmallStore store, SimDisk harmed, String harm) {
        try {
            return store.readEverything(harmed);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(harm + ": " + e, e);
        }
    }

    /// Whether the byte stands deep in a run of equal ones.
    private static boolean isPadding(byte[] bytes, int at) {
        if (at % PADDING_STRIDE == 0 || at < 16 || at + 16 >= bytes.length) {
            return false;
        }
        for (int i = at - 16; i < at + 16; i++) {
            if (bytes[i] != bytes[at]) {
                return false;
            }
        }
        return true;
    }
}
