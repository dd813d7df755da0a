package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.Subtree;
import dev.longboat.testkit.Samples;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// A value reads as it was put, whatever it was compressed by (E14); where that is not on the class
/// path, whoever reads it is told so, and everything else goes on.
final class CompressedValuesTest {
    private static final StoreOptions PLAIN = SmallStore.OPTIONS;
    private static final StoreOptions COMPRESSING = StoreWorkload.compressing(PLAIN);
    private static final Key SMALL = Key.of("small");
    private static final Key FRAMED = Key.of("framed");
    private static final Key LARGE = Key.of("large");
    private static final Key NOISE = Key.of("noise");

    private final SimDisk disk = new SimDisk();

    private static Store open(Disk disk, StoreOptions options) {
        return Store.open(
                new StorePorts(disk, new SimClock(ModelledStore.EPOCH_MILLIS), new SimRandomness(7), false), options);
    }

    /// Does something as though the class path had no compression.
    private static <T> T withoutCompressions(Supplier<T> something) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            return something.get();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /// Bytes that differ from piece to piece, and become much shorter.
    private static byte[] text(int bytes) {
        StringBuilder text = new StringBuilder();
        while (text.length() < bytes) {
            text.append("line ").append(text.length() / 100).append('\n');
        }
        return text.substring(0, bytes).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] noise(int bytes) {
        byte[] noise = new byte[bytes];
        new SplittableRandom(3).nextBytes(noise);
        return noise;
    }

    private static void fill(Store store) {
        store.put(SMALL, new byte[20]);
        store.put(FRAMED, text(3000));
        store.put(LARGE, text(50_000));
        store.put(NOISE, noise(9000));
    }

    private static byte[] read(Store store, Key key) {
        return store.get(key).orElseThrow().value().toBytes();
    }

    private static void holdsAll(Store store) {
        assertThat(read(store, SMALL)).isEqualTo(new byte[20]);
        assertThat(read(store, FRAMED)).isEqualTo(text(3000));
        assertThat(read(store, LARGE)).isEqualTo(text(50_000));
        assertThat(read(store, NOISE)).isEqualTo(noise(9000));
    }

    private static String dump(SimDisk disk) throws IOException {
        List<String> lines = new ArrayList<>();
        StoreDump.describe(disk, lines::add);
        return String.join("\n", lines);
    }

    private static int manifestVersion(Disk disk) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(ManifestFile.HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (DiskFile file = disk.openToRead(ManifestFile.nameOf(Manifest.newest(disk)))) {
            file.readFully(head, 0);
        }
        return head.getInt(8);
    }

    private static List<Key> keys(Store store) {
        List<Key> keys = new ArrayList<>();
        try (Snapshot snapshot = store.snapshot();
                RangeCursor cursor = snapshot.range(KeyRange.all(), Order.ASCENDING)) {
            while (cursor.next()) {
                keys.add(cursor.current().key());
            }
        }
        return keys;
    }

    @Test
    void compressedValue_readsAsItWasPut_andTakesLessRoom() {
        SimDisk plain = new SimDisk();
        try (Store store = open(plain, PLAIN)) {
            fill(store);
        }
        try (Store store = open(disk, COMPRESSING)) {
            fill(store);
            holdsAll(store);
        }
        assertThat(disk.atRest().size()).isLessThan(plain.atRest().size() * 2 / 3);
        try (Store store = open(disk, PLAIN)) {
            holdsAll(store);
        }
    }

    @Test
    void lengths_areThoseOfTheValue() {
        try (Store store = open(disk, COMPRESSING)) {
            assertThat(store.put(FRAMED, text(3000)).valueBytes()).isEqualTo(3000);
            assertThat(store.put(LARGE, text(50_000)).valueBytes()).isEqualTo(50_000);
            KeyValue found = store.get(LARGE).orElseThrow();
            assertThat(found.version().valueBytes()).isEqualTo(50_000);
            assertThat(found.value().length()).isEqualTo(50_000);
            assertThat(store.get(FRAMED).orElseThrow().value().length()).isEqualTo(3000);
        }
    }

    @Test
    void largeValue_isStreamedByPieces_fromAnyByte() throws IOException {
        try (Store store = open(disk, COMPRESSING)) {
            store.put(LARGE, text(50_000));
            Value value = store.get(LARGE).orElseThrow().value();
            assertThat(value.pieces()).allSatisfy(piece -> assertThat(piece).hasSizeLessThanOrEqualTo(4096));
            for (int from : new int[] {0, 1, 4095, 4096, 20_001, 49_999, 50_000}) {
                try (InputStream stream = value.open()) {
                    stream.skipNBytes(from);
                    assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(text(50_000), from, 50_000));
                }
            }
        }
    }

    @Test
    void uploadedPieces_areCompressedOneByOne() throws IOException {
        byte[] value = text(30_000);
        try (Store store = open(disk, COMPRESSING);
                Upload upload = store.upload()) {
            upload.append(ByteBuffer.wrap(value, 0, 11_000)).join();
            upload.append(ByteBuffer.allocateDirect(19_000)
                            .put(value, 11_000, 19_000)
                            .flip())
                    .join();
            NewValue uploaded = upload.finish().join();
            assertThat(uploaded.length()).isEqualTo(30_000);
            store.commit(Transaction.of(new Operation.Put(LARGE, uploaded)));
            assertThat(read(store, LARGE)).isEqualTo(value);
        }
        assertThat(dump(disk)).contains("30000 bytes in 8 compressed pieces");
    }

    /// An eighth is the least that is worth it, and what is short stays as it is.
    @Test
    void valueThatHardlyBecomesShorter_isStoredAsItIs() throws IOException {
        byte[] hardly = noise(2000);
        Arrays.fill(hardly, 1800, 2000, (byte) 0);
        byte[] much = noise(2000);
        Arrays.fill(much, 1600, 2000, (byte) 0);
        try (Store store = open(disk, COMPRESSING)) {
            store.put(Key.of("hardly"), hardly);
            store.put(Key.of("much"), much);
            store.put(Key.of("short"), new byte[11]);
            store.put(NOISE, noise(9000));
            assertThat(read(store, Key.of("hardly"))).isEqualTo(hardly);
            assertThat(read(store, Key.of("much"))).isEqualTo(much);
        }
        assertThat(dump(disk))
                .containsPattern("\"hardly\".* 2000 bytes at")
                .containsPattern("\"much\".* 2000 bytes by compression 128 in 1[67]\\d\\d bytes at")
                .containsPattern("\"short\".* 11 bytes at")
                .containsPattern("\"noise\".* 9000 bytes in 3 pieces");
    }

    /// What a transaction sees and answers is the value, in flight and afterwards.
    @Test
    void transactions_compareReadAndAnswerTheValue() {
        try (Store store = open(disk, COMPRESSING)) {
            store.put(FRAMED, text(3000));
            Commit commit = store.commit(Transaction.when(
                            new Condition.Content(KeyRange.only(FRAMED), Condition.Relation.EQUAL, text(3000)))
                    .then(
                            new Operation.Put(SMALL, NewValue.of(text(500))),
                            new Operation.Read(KeyRange.only(SMALL), 0),
                            new Operation.Put(FRAMED, NewValue.of(new byte[1])),
                            new Operation.Nested(Transaction.of(new Operation.Put(LARGE, NewValue.of(text(20_000))))))
                    .keepingPrevious());
            assertThat(commit.held()).isTrue();
            assertThat(((OperationResult.Read) commit.results().get(1))
                            .found()
                            .getFirst()
                            .value()
                            .toBytes())
                    .isEqualTo(text(500));
            assertThat(((OperationResult.Put) commit.results().get(2))
                            .previous()
                            .orElseThrow()
                            .value()
                            .toBytes())
                    .isEqualTo(text(3000));
            assertThat(read(store, LARGE)).isEqualTo(text(20_000));
        }
    }

    @Test
    void storeWithoutTheCompression_opens_andRefusesItsValuesAlone() {
        compressionIsMissed();
    }

    void compressionIsMissed() {
        try (Store store = open(disk, COMPRESSING)) {
            fill(store);
        }
        try (Store store = withoutCompressions(() -> open(disk, PLAIN))) {
            for (Key key : List.of(SMALL, FRAMED, LARGE)) {
                KeyValue found = store.get(key).orElseThrow();
                assertThat(found.version().version()).isEqualTo(1);
                assertThat(found.value().length()).isPositive();
                assertThatThrownBy(() -> found.value().toBytes())
                        .isInstanceOf(CompressionException.class)
                        .hasMessageContaining("compressed by 128, which is not there: the class path has none");
                assertThatThrownBy(() -> found.value().open().readAllBytes()).isInstanceOf(CompressionException.class);
                assertThatThrownBy(() -> store.commit(Transaction.when(
                                new Condition.Content(KeyRange.only(key), Condition.Relation.EQUAL, new byte[1]))))
                        .isInstanceOf(CompressionException.class);
            }
            assertThat(read(store, NOISE)).isEqualTo(noise(9000));
            assertThat(keys(store)).containsExactly(FRAMED, LARGE, NOISE, SMALL);
            store.put(SMALL, new byte[30]);
            assertThat(read(store, SMALL)).isEqualTo(new byte[30]);
        }
        try (Store store = open(disk, PLAIN)) {
            assertThat(read(store, FRAMED)).isEqualTo(text(3000));
        }
    }

    /// Merges and the collection of values copy what is stored: they need no compression.
    @Test
    void valuesMove_asTheyAreStored() throws IOException {
        valuesMove();
    }

    void valuesMove() throws IOException {
        Samples samples = new Samples(1);
        Key alone = Key.of("alone in its segment");
        try (Store store = open(disk, COMPRESSING)) {
            store.put(alone, text(4000));
        }
        try (Store store = open(disk, COMPRESSING)) {
            fill(store);
        }
        int first = firstSegment(disk);
        try (Store store = withoutCompressions(() -> open(
                disk,
                PLAIN.toBuilder()
                        .retention(Retention.newest())
                        .collectBelowPercent(95)
                        .build()))) {
            for (int i = 0; i < 400; i++) {
                store.put(Key.of("other" + i % 8), samples.bytes(3000));
            }
        }
        assertThat(firstSegment(disk))
                .describedAs("the first segment that is left")
                .isGreaterThan(first + 1);
        try (Store store = open(disk, PLAIN)) {
            holdsAll(store);
            assertThat(read(store, alone)).isEqualTo(text(4000));
        }
        assertThat(StoreVerifier.verify(disk, _ -> {}).findings()).isEmpty();
    }

    private static int firstSegment(SimDisk disk) {
        return disk.atRest().files().stream()
                .filter(each -> each.startsWith("journal/"))
                .mapToInt(each -> Integer.parseInt(each.substring(8, 16)))
                .min()
                .orElseThrow();
    }

    @Test
    void namedCompression_thatIsNotThere_isRefused_andNothingIsMade() {
        assertThatThrownBy(() -> open(disk, PLAIN.toBuilder().compression("lz4").build()))
                .isInstanceOf(CompressionException.class)
                .hasMessage("there is no compression lz4: the class path has deflate; add dev.longboat:longboat-lz4,"
                        + " with what it needs");
        assertThatThrownBy(() -> withoutCompressions(
                        () -> open(disk, PLAIN.toBuilder().compression("own").build())))
                .isInstanceOf(CompressionException.class)
                .hasMessage("there is no compression own: the class path has none; add the jar that provides it");
        assertThat(disk.atRest().files()).isEmpty();
    }

    /// A build that knows no compressed values must not take them for damage: the manifest keeps it
    /// out, from before the first of them.
    @Test
    void storeThatCompresses_hasAManifestThatOlderBuildsRefuse_forGood() throws IOException {
        olderBuildsAreKeptOut();
    }

    void olderBuildsAreKeptOut() throws IOException {
        open(disk, PLAIN).close();
        assertThat(manifestVersion(disk)).isEqualTo(2);
        open(disk, COMPRESSING).close();
        assertThat(manifestVersion(disk)).isEqualTo(3);
        try (Store store = open(disk, PLAIN)) {
            store.put(SMALL, new byte[100]);
            for (int i = 0; i < 100; i++) {
                store.put(FRAMED, noise(3000));
            }
        }
        assertThat(manifestVersion(disk)).isEqualTo(3);
    }

    @Test
    void copies_keepTheCompressedValues_andTheFeature() throws IOException {
        CopiedStore.make(disk);
        SimDisk backup = new SimDisk();
        SimDisk target = new SimDisk();
        try (Store store = open(new Subtree(disk, CopiedStore.STORE), COMPRESSING)) {
            fill(store);
            CopiedStore.checkpoint(store, disk);
            try (BackupDirectory directory = BackupDirectory.open(backup, new SimClock());
                    BackupSource source = new BackupSource(store.image(), directory.held())) {
                for (Optional<BackupPart> part = source.next(); part.isPresent(); part = source.next()) {
                    directory.accept(part.get());
                }
            }
        }
        StorePorts ports = new StorePorts(target, new SimClock(5), new SimRandomness(5), false);
        StoreRestore.restore(backup, StoreRestore.catalogue(backup), ports, "restored", 10, PLAIN);
        for (Subtree copy : List.of(new Subtree(disk, CopiedStore.COPY), new Subtree(target, "restored"))) {
            assertThat(manifestVersion(copy)).isEqualTo(3);
            try (Store store = open(copy, PLAIN)) {
                holdsAll(store);
            }
        }
    }

    /// Whatever stands where compressed bytes should: the value, or damage, and never more memory
    /// than the longest piece takes.
    @Test
    void hostileBytes_becomeDamage() {
        hostileBytes();
    }

    void hostileBytes() {
        Compressions compressions = Compressions.find();
        byte[] value = text(3000);
        byte[] target = new byte[3000];
        byte[] stored = Arrays.copyOf(target, new DeflaterCompression().compress(value, 0, value.length, target));
        byte[] compressed = Arrays.copyOf(target, stored.length);
        assertThat(compressions.decompress(DeflaterCompression.ID, compressed, 3000))
                .isEqualTo(value);
        for (int length : new int[] {1, 2999, 3001, Compressions.LENGTH_MAX}) {
            assertThatThrownBy(() -> compressions.decompress(DeflaterCompression.ID, compressed, length))
                    .isInstanceOf(CorruptionException.class)
                    .hasMessageContaining("do not become the value of " + length + " bytes");
        }
        for (int cut = 0; cut < compressed.length; cut++) {
            byte[] some = Arrays.copyOf(compressed, cut);
            assertThatThrownBy(() -> compressions.decompress(DeflaterCompression.ID, some, 3000))
                    .isInstanceOf(CorruptionException.class);
        }
        Samples samples = new Samples(5);
        for (int i = 0; i < 2000; i++) {
            byte[] any = samples.bytes(samples.below(200));
            assertThatThrownBy(() -> compressions.decompress(DeflaterCompression.ID, any, 5000))
                    .isInstanceOf(CorruptionException.class);
        }
    }

    @Test
    void lengthThatNoCompressedValueHas_isNoRow() {
        ByteBuffer row = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        for (long length : new long[] {0, Compressions.LENGTH_MAX + 1L, Integer.MAX_VALUE, Long.MAX_VALUE, -1}) {
            row.clear().put(new byte[] {RowCodec.PUT, 0, 0, 0, 2, 1, 0, RowCodec.COMPRESSED_INLINE, 1});
            Varint.put(row, length);
            Varint.put(row, 1);
            row.put((byte) 7).flip();
            assertThatThrownBy(() -> RowCodec.decode(2, 1, 1, row)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
