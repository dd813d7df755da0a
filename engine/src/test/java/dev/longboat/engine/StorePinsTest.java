package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.testkit.Samples;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Whoever may still read from a segment of the journal keeps its file (E4, E9): a snapshot, an
/// upload that is not put yet, an image under way. Around each, everything is overwritten until
/// what it needs would be gone without it. Nothing is cached, so that every value is read.
final class StorePinsTest {
    private static final int KEYS = 60;
    private static final int VALUE_BYTES = 6000;

    private static final StoreOptions OPTIONS = StoreOptions.builder()
            .memoryBytes(1 << 20)
            .segmentBytes(256 << 10)
            .frameBytesMax(64 << 10)
            .zeroAheadBytes(0)
            .inlineValueBytesMax(64)
            .extentBytes(32 << 10)
            .memtableRowsMax(20)
            .replayBytesMax(128 << 10)
            .mergeFanIn(3)
            .tableBytesMax(8 << 10)
            .retention(Retention.newest())
            .build();

    private final SimDisk disk = new SimDisk();
    private final Samples samples = new Samples(4711);
    private final Map<Key, byte[]> written = new HashMap<>();

    @Test
    void snapshot_readsWhatItBeganWith_whateverIsCollected() {
        snapshotKeepsItsValues();
    }

    @Test
    void upload_canBePutLate_whateverIsCollected() {
        uploadKeepsItsPieces();
    }

    @Test
    void image_isReadWhole_whateverIsCollected() throws IOException {
        imageKeepsItsFiles();
    }

    void snapshotKeepsItsValues() {
        try (Store store = open()) {
            overwrite(store);
            Map<Key, byte[]> then = Map.copyOf(written);
            List<String> segments = segments();
            try (Snapshot snapshot = store.snapshot(View.NEWEST)) {
                overwrite(store);
                for (Map.Entry<Key, byte[]> each : then.entrySet()) {
                    assertThat(snapshot.get(each.getKey()).orElseThrow().value().toBytes())
                            .isEqualTo(each.getValue());
                }
                assertThat(segments()).containsAnyElementsOf(segments);
            }
            overwrite(store);
            assertThat(segments()).doesNotContainAnyElementsOf(segments);
        }
    }

    void uploadKeepsItsPieces() {
        byte[] value = samples.bytes(100_000);
        Key key = Key.of("uploaded");
        try (Store store = open()) {
            try (Upload upload = store.upload()) {
                upload.append(ByteBuffer.wrap(value)).join();
                overwrite(store);
                NewValue uploaded = Store.join(upload.finish());
                overwrite(store);
                store.commit(Transaction.of(new Operation.Put(key, uploaded)));
            }
            overwrite(store);
            assertThat(store.get(key).orElseThrow().value().toBytes()).isEqualTo(value);
        }
    }

    void imageKeepsItsFiles() throws IOException {
        SimDisk backup = new SimDisk();
        SimDisk target = new SimDisk();
        Map<Key, byte[]> then;
        try (Store store = open()) {
            overwrite(store);
            then = Map.copyOf(written);
            try (Upload abandoned = store.upload()) {
                // Segments of which an image needs the files, and nobody else.
                abandoned.append(ByteBuffer.wrap(new byte[800_000])).join();
            }
            try (BackupDirectory directory = BackupDirectory.open(backup, new SimClock());
                    BackupSource source = new BackupSource(store.image(), directory.held())) {
                overwrite(store);
                overwrite(store);
                for (Optional<BackupPart> part = source.next(); part.isPresent(); part = source.next()) {
                    directory.accept(part.get());
                }
            }
        }
        StoreRestore.restore(
                backup,
                StoreRestore.catalogue(backup),
                new StorePorts(target, new SimClock(5), new SimRandomness(5), false),
                CopiedStore.STORE,
                1000,
                SmallStore.OPTIONS);
        try (Store restored = CopiedStore.open(target)) {
            for (Map.Entry<Key, byte[]> each : then.entrySet()) {
                assertThat(restored.get(each.getKey()).orElseThrow().value().toBytes())
                        .isEqualTo(each.getValue());
            }
        }
    }

    /// Gives every key several new values, the last of which is remembered.
    private void overwrite(Store store) {
        for (int i = 0; i < 6 * KEYS; i++) {
            Key key = Key.of("key" + i % KEYS);
            byte[] value = samples.bytes(VALUE_BYTES);
            store.put(key, value);
            written.put(key, value);
        }
    }

    private List<String> segments() {
        List<String> segments = new ArrayList<>(disk.atRest().files());
        segments.removeIf(name -> !name.startsWith("journal/"));
        return segments;
    }

    private Store open() {
        return Store.open(
                new StorePorts(disk, new SimClock(ModelledStore.EPOCH_MILLIS), new SimRandomness(7), false), OPTIONS);
    }
}
