package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// What cannot be opened is refused by an error that names the file and its reason, and is left
/// byte for byte as it was (E7).
final class StoreRefusalTest {
    private final SmallStore small = SmallStore.make();

    @Test
    void lockedDirectory_isRefused() {
        SimDisk disk = small.copy();
        try (Store store = SmallStore.open(disk)) {
            long before = disk.atRest().fingerprint();
            assertThat(catchThrowableOfType(StoreLockedException.class, () -> SmallStore.open(disk)))
                    .hasMessageContaining("LOCK");
            assertThat(disk.atRest().fingerprint()).isEqualTo(before);
            assertThat(SmallStore.contents(store)).isEqualTo(small.contents());
        }
    }

    @Test
    void newerIdentity_isRefused() {
        refuses(StoreFormatException.class, "IDENTITY", "newer", disk -> {
            String text = new String(disk.atRest().bytes("IDENTITY"), StandardCharsets.ISO_8859_1)
                    .replace("format 1\n", "format 2\n");
            String body = text.substring(0, text.indexOf("crc32c "));
            disk.atRest()
                    .put(
                            "IDENTITY",
                            (body + "crc32c "
                                            + HexFormat.of()
                                                    .toHexDigits(sum(
                                                            body.getBytes(StandardCharsets.ISO_8859_1),
                                                            0,
                                                            body.length()))
                                            + "\n")
                                    .getBytes(StandardCharsets.ISO_8859_1));
        });
    }

    @Test
    void newerManifest_isRefused() {
        String name = only("manifest/");
        refuses(StoreFormatException.class, name, "format 4", disk -> changeManifest(disk, name, 4, 0));
    }

    @Test
    void manifestOfAStoreWithUnknownFeatures_isRefused() {
        String name = only("manifest/");
        refuses(
                StoreFormatException.class,
                name,
                "features 0x40000002",
                disk -> changeManifest(disk, name, 3, 0x40000003));
    }

    private static void changeManifest(SimDisk disk, String name, int version, long features) {
        ByteBuffer head = ByteBuffer.wrap(disk.atRest().bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(8, version).putLong(40, features);
        CRC32C crc = new CRC32C();
        crc.update(head.array(), 0, 12);
        crc.update(head.array(), 16, ManifestFile.HEAD_BYTES - 16);
        head.putInt(12, (int) crc.getValue());
        disk.atRest().put(name, head.array());
    }

    @Test
    void newerSegment_isRefused() {
        String name = last("journal/");
        refuses(StoreFormatException.class, name, "format 2", disk -> {
            ByteBuffer header = ByteBuffer.wrap(disk.atRest().bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(8, 2).putInt(4092, sum(header.array(), 0, 4092));
            disk.atRest().put(name, header.array());
        });
    }

    @Test
    void newerTable_isRefused() {
        String name = last("tables/");
        refuses(StoreFormatException.class, name, "version 2", disk -> {
            ByteBuffer header = ByteBuffer.wrap(disk.atRest().bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(8, 2).putInt(60, sum(header.array(), 0, 60));
            disk.atRest().put(name, header.array());
        });
    }

    @Test
    void foreignDirectory_isRefused() {
        SimDisk disk = new SimDisk();
        disk.atRest().put("notes.txt", new byte[] {1, 2, 3});
        refuses(StoreFormatException.class, disk, "notes.txt", "no Longboat data directory");
    }

    @Test
    void fileOfAnotherStore_isRefused() {
        SmallStore other = other();
        for (String directory : List.of("manifest/", "tables/", "journal/")) {
            String name = last(directory);
            refuses(
                    StoreFormatException.class,
                    name,
                    "belongs|store",
                    disk -> disk.atRest().put(name, other.disk().atRest().bytes(lastOf(other.disk(), directory))));
        }
    }

    @Test
    void missingFile_isRefused() {
        for (String name : List.of(last("journal/"), last("tables/"))) {
            refuses(CorruptionException.class, name, "missing", disk -> delete(disk, name));
        }
        refuses(CorruptionException.class, "journal/", "chain does not know", disk -> delete(disk, only("manifest/")));
    }

    @Test
    void emptiedFile_isRefused() {
        for (String name : List.of("IDENTITY", only("manifest/"), last("journal/"), last("tables/"))) {
            refuses(StoreException.class, name, "", disk -> disk.atRest().put(name, new byte[0]));
        }
    }

    @Test
    void damageBelowTheDurableMark_isRefused() {
        String name = last("journal/");
        refuses(
                CorruptionException.class,
                name,
                "was synced",
                disk -> disk.atRest().flipBit(name, 8 * 4200L));
    }

    /// The record that chained the last segment is no torn tail: the segment holds what was
    /// acknowledged.
    @Test
    void damagedLastRecordOfTheManifest_isRefused_whenItChainedASegment() {
        SimDisk disk = new SimDisk();
        try (Store store = SmallStore.open(disk)) {
            for (int i = 0; i < 30; i++) {
                store.put(Key.of("k"), new byte[6000]);
            }
        }
        String manifest = lastOf(disk, "manifest/");
        byte[] bytes = disk.atRest().bytes(manifest);
        disk.atRest().flipBit(manifest, 8L * bytes.length - 1);
        refuses(CorruptionException.class, disk, lastOf(disk, "journal/"), "chain does not know");
    }

    private void refuses(Class<? extends StoreException> type, String file, String reason, Consumer<SimDisk> harm) {
        SimDisk disk = small.copy();
        harm.accept(disk);
        refuses(type, disk, file, reason);
    }

    private static void refuses(Class<? extends StoreException> type, SimDisk disk, String file, String reason) {
        long before = disk.atRest().fingerprint();
        StoreException refusal = catchThrowableOfType(StoreException.class, () -> SmallStore.open(disk));
        assertThat(refusal).describedAs("harm to %s", file).isInstanceOf(type).hasMessageContaining(file);
        assertThat(refusal.getMessage()).containsPattern(reason);
        assertThat(disk.atRest().fingerprint()).isEqualTo(before);
        disk.requireAllClosed();
    }

    private static SmallStore other() {
        SimDisk disk = new SimDisk();
        try (Store store = Store.open(
                new StorePorts(
                        disk, new dev.longboat.testkit.SimClock(), new dev.longboat.testkit.SimRandomness(8), false),
                SmallStore.OPTIONS)) {
            for (int i = 0; i < 100; i++) {
                store.put(Key.of("k" + i), new byte[100]);
            }
            return new SmallStore(disk, store.revision(), SmallStore.contents(store));
        }
    }

    private String only(String directory) {
        List<String> names = small.disk().atRest().files().stream()
                .filter(name -> name.startsWith(directory))
                .toList();
        assertThat(names).hasSize(1);
        return names.getFirst();
    }

    private String last(String directory) {
        return lastOf(small.disk(), directory);
    }

    private static String lastOf(SimDisk disk, String directory) {
        return disk.atRest().files().stream()
                .filter(name -> name.startsWith(directory))
                .toList()
                .getLast();
    }

    private static void delete(SimDisk disk, String name) {
        try {
            disk.delete(name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int sum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
