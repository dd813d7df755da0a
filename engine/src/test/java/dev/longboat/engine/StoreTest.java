package dev.longboat.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store as its users see it, on a real directory with its own threads.
final class StoreTest {
    @TempDir
    private Path directory;

    @Test
    void put_isSeenByGet_andAfterReopening() {
        try (Store store = Store.open(directory, StoreOptions.defaults())) {
            KeyVersion written = store.put(Key.of("a"), "one".getBytes(UTF_8));
            assertThat(written.revision()).isEqualTo(2);
            assertThat(text(store, "a")).isEqualTo("one");
        }
        try (Store store = Store.open(directory, StoreOptions.defaults())) {
            assertThat(text(store, "a")).isEqualTo("one");
            assertThat(store.revision()).isEqualTo(2);
            KeyVersion again = store.put(Key.of("a"), "two".getBytes(UTF_8));
            assertThat(again.version()).isEqualTo(2);
            assertThat(again.ordinal()).isEqualTo(2);
            assertThat(again.createRevision()).isEqualTo(2);
            assertThat(text(store, "a")).isEqualTo("two");
            assertThat(new String(
                            store.get(Key.of("a"), View.at(2))
                                    .orElseThrow()
                                    .value()
                                    .toBytes(),
                            UTF_8))
                    .isEqualTo("one");
        }
    }

    @Test
    void delete_startsVersionAgain_butNotOrdinal() {
        try (Store store = Store.open(directory, StoreOptions.defaults())) {
            store.put(Key.of("a"), new byte[1]);
            assertThat(store.delete(Key.of("a"))).isTrue();
            assertThat(store.delete(Key.of("a"))).isFalse();
            assertThat(store.get(Key.of("a"))).isEmpty();
            KeyVersion again = store.put(Key.of("a"), new byte[1]);
            assertThat(again.version()).isEqualTo(1);
            assertThat(again.ordinal()).isEqualTo(2);
            assertThat(store.statistics().keys()).isEqualTo(1);
        }
    }

    @Test
    void manyKeys_surviveFlushesMergesAndReopening() {
        Random random = new Random(7);
        List<byte[]> values = new ArrayList<>();
        try (Store store = Store.open(directory, StoreOptions.tiny())) {
            for (int i = 0; i < 600; i++) {
                byte[] value = new byte[random.nextInt(10_000)];
                random.nextBytes(value);
                values.add(value);
                store.put(Key.of("k" + i % 450), value);
            }
            check(store, values);
        }
        try (Store store = Store.open(directory, StoreOptions.tiny())) {
            check(store, values);
            assertThat(store.statistics().keys()).isEqualTo(450);
        }
    }

    private static void check(Store store, List<byte[]> values) {
        for (int i = 150; i < values.size(); i++) {
            byte[] found =
                    store.get(Key.of("k" + i % 450)).orElseThrow().value().toBytes();
            assertThat(Arrays.equals(found, values.get(i))).as("k%s", i % 450).isTrue();
        }
        try (Snapshot snapshot = store.snapshot()) {
            assertThat(snapshot.count(KeyRange.all())).isEqualTo(450);
            assertThat(snapshot.count(KeyRange.prefix("k1".getBytes(UTF_8)))).isEqualTo(111);
        }
    }

    @Test
    void cursor_staysAtItsEnd() {
        try (Store store = Store.open(directory, StoreOptions.defaults())) {
            store.put(Key.of("a"), new byte[1000]);
            store.put(Key.of("b"), new byte[1000]);
            try (Snapshot snapshot = store.snapshot()) {
                for (Order order : Order.values()) {
                    RangeCursor cursor = snapshot.range(KeyRange.all(), order);
                    assertThat(cursor.next()).isTrue();
                    assertThat(cursor.current().value().isLoaded()).isTrue();
                    assertThat(cursor.next()).isTrue();
                    assertThat(cursor.next()).isFalse();
                    assertThat(cursor.next()).isFalse();
                    cursor.close();
                }
            }
        }
    }

    @Test
    void emptyKey_isRefused() {
        assertThatThrownBy(() -> Key.of("")).isInstanceOf(InvalidRequestException.class);
    }

    private static String text(Store store, String key) {
        return new String(store.get(Key.of(key)).orElseThrow().value().toBytes(), UTF_8);
    }

    /// The table of the versions is rewritten without the row that erased one of them.
    @Test
    void versionBehindAnErasedOne_staysWhenTheHorizonPassesBoth() throws IOException {
        versionBehindAnErasedOneStays();
    }

    static void versionBehindAnErasedOneStays() throws IOException {
        StorePorts ports = new StorePorts(new SimDisk(), new SimClock(1000), new SimRandomness(1), false);
        StoreOptions options = StoreOptions.tiny().toBuilder()
                .memtableRowsMax(1000)
                .mergeFanIn(7)
                .build();
        try (Store store = Store.open(ports, options)) {
            for (int i = 0; i < 40; i++) {
                store.put(Key.of("key" + i % 20), ("value " + i / 20).getBytes(UTF_8));
            }
            store.flush();
            store.commit(Transaction.of(new Operation.Erase(Key.of("key7"), 29)));
            store.trimTo(store.revision());
            store.flush();
            assertThat(store.statistics().rowsForgotten()).isPositive();
            assertThat(store.get(Key.of("key7")))
                    .hasValueSatisfying(left ->
                            assertThat(left.value().toBytes()).asString(UTF_8).isEqualTo("value 0"));
        }
    }
}
