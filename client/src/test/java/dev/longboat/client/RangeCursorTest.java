package dev.longboat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Goal: a range gives each pair once, whole and in order, however it was cut and whatever broke
/// (K3), and no faster than it is read. Method: a server with tiny chunks that breaks to order.
final class RangeCursorTest {
    private static final int CHUNK_BYTES = 64;

    private final MemoryServer server = MemoryServer.start(CHUNK_BYTES);
    private final LongboatClient client = LongboatClient.connect(server.endpoint(), Faults.quick());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private static List<String> keys(RangeCursor cursor) {
        try (Stream<KeyValue> pairs = cursor.stream()) {
            return pairs.map(pair -> pair.key().text()).toList();
        }
    }

    private void fill(String... keys) {
        for (String key : keys) {
            client.set(key, "value of " + key);
        }
    }

    @Test
    void prefix_givesItsKeysInOrder() {
        fill("b", "a/2", "a/1", "a", "a/3", "a0");
        assertThat(keys(client.prefix("a/"))).containsExactly("a/1", "a/2", "a/3");
        assertThat(keys(client.prefix(""))).containsExactly("a", "a/1", "a/2", "a/3", "a0", "b");
    }

    @Test
    void between_endsBeforeItsEnd() {
        fill("a", "b", "c", "d");
        assertThat(keys(client.range(RangeQuery.between("b", "d")))).containsExactly("b", "c");
        assertThat(keys(client.range(RangeQuery.between("c", "")))).containsExactly("c", "d");
        assertThat(keys(client.range(RangeQuery.between("d", "b")))).isEmpty();
    }

    @Test
    void limit_saysWhetherThereIsMore() {
        fill("a", "b", "c");
        try (RangeCursor two = client.range(RangeQuery.prefix("").limit(2))) {
            assertThat(two.next().key().text()).isEqualTo("a");
            assertThatThrownBy(two::more).isInstanceOf(IllegalStateException.class);
            two.forEachRemaining(_ -> {});
            assertThat(two.more()).isTrue();
        }
        try (RangeCursor three = client.range(RangeQuery.prefix("").limit(3))) {
            three.forEachRemaining(_ -> {});
            assertThat(three.more()).isFalse();
        }
    }

    @Test
    void reversed_startsAtTheLast() {
        fill("a", "b", "c");
        assertThat(keys(client.range(RangeQuery.prefix("").reversed().limit(2))))
                .containsExactly("c", "b");
    }

    @Test
    void withoutValues_theyAreLeftOut() {
        fill("a");
        try (RangeCursor cursor = client.range(RangeQuery.prefix("a").withoutValues())) {
            KeyValue pair = cursor.next();
            assertThat(pair.valueOmitted()).isTrue();
            assertThat(pair.version().valueBytes()).isEqualTo("value of a".length());
            assertThatThrownBy(pair::value)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("10 bytes");
        }
    }

    @Test
    void valuesTooLongForTheQuery_areLeftOut() {
        client.set("long", "x".repeat(200));
        client.set("short", "x");
        RangeQuery query = RangeQuery.prefix("").valueBytesMax(100);
        try (Stream<KeyValue> pairs = client.range(query).stream()) {
            assertThat(pairs.map(KeyValue::valueOmitted)).containsExactly(true, false);
        }
    }

    @Test
    void inEarlierView_givesWhatWasThere() {
        fill("a", "b");
        client.delete("a");
        assertThat(keys(client.range(RangeQuery.prefix("").in(View.at(2))))).containsExactly("a", "b");
        assertThat(keys(client.prefix(""))).containsExactly("b");
    }

    @Test
    void count_needsNoPairs() {
        fill("a", "b", "c");
        assertThat(client.count(RangeQuery.prefix("").limit(1))).isEqualTo(3);
    }

    @Test
    void valuesSplitOverChunks_areWholeAgain() {
        Random random = new Random(7);
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            byte[] bytes = new byte[random.nextInt(5 * CHUNK_BYTES)];
            random.nextBytes(bytes);
            values.add(Value.wrap(bytes));
            client.set(Key.of("%02d".formatted(i)), values.getLast());
        }
        try (Stream<KeyValue> pairs = client.prefix("").stream()) {
            assertThat(pairs.map(KeyValue::value).toList()).as("seed 7").isEqualTo(values);
        }
    }

    /// K3: the break comes after every number of chunks, ascending, descending and limited; the
    /// store changes between the parts.
    @Test
    void brokenRange_goesOnBehindItsLastPairAtItsRevision() {
        fill("k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7");
        List<RangeQuery> queries = List.of(
                RangeQuery.prefix("k"),
                RangeQuery.prefix("k").reversed(),
                RangeQuery.prefix("k").limit(5),
                RangeQuery.between("k1", "k7").reversed().limit(6));
        for (RangeQuery query : queries) {
            List<String> expected = keys(client.range(query));
            for (int chunks = 0; chunks < 8; chunks++) {
                server.order(new Fault.BreakAfter(chunks, Faults.lost()));
                RangeCursor cursor = client.range(query.in(View.at(8)));
                List<String> first = new ArrayList<>();
                while (cursor.hasNext() && first.size() < 3) {
                    first.add(cursor.next().key().text());
                }
                client.set("k1x", "came later " + chunks);
                first.addAll(keys(cursor));
                assertThat(first).as("%s broken after %d chunks", query, chunks).isEqualTo(expected);
            }
            client.delete("k1x");
        }
    }

    /// K3: a range of the newest revision is pinned by its first chunk.
    @Test
    void brokenRangeOfTheNewest_doesNotSeeWhatCameLater() {
        fill("k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7");
        server.order(new Fault.BreakAfter(1, Faults.lost()));
        try (RangeCursor cursor = client.prefix("k")) {
            List<String> seen = new ArrayList<>();
            seen.add(cursor.next().key().text());
            fill("k9");
            cursor.forEachRemaining(pair -> seen.add(pair.key().text()));
            assertThat(seen).containsExactly("k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7");
            assertThat(cursor.revision()).isEqualTo(8);
        }
    }

    @Test
    void rangeBrokenAfterItsLimit_stillKnowsWhetherThereIsMore() {
        fill("k0", "k1", "k2", "k3");
        for (int limit = 1; limit <= 4; limit++) {
            for (int chunks = 0; chunks < 5; chunks++) {
                server.order(new Fault.BreakAfter(chunks, Faults.lost()));
                try (RangeCursor cursor = client.range(RangeQuery.prefix("k").limit(limit))) {
                    cursor.forEachRemaining(_ -> {});
                    assertThat(cursor.more())
                            .as("limit %d, broken after %d", limit, chunks)
                            .isEqualTo(limit < 4);
                }
            }
        }
        server.order(new Fault.Refuse(Faults.lost())); // so that no fault is left for others
        assertThat(keys(client.prefix("k"))).hasSize(4);
    }

    @Test
    void rangeThatKeepsBreakingAtOnce_fails() {
        fill("a");
        Fault lost = new Fault.Refuse(Faults.lost());
        server.order(lost, lost, lost, lost, lost);
        try (RangeCursor cursor = client.prefix("")) {
            assertThatThrownBy(cursor::hasNext).isInstanceOf(LongboatException.Unavailable.class);
            assertThat(cursor.hasNext()).isFalse();
        }
    }

    @Test
    void unreadRange_isNotSentBeyondTheWindow() {
        byte[] value = new byte[64 * 1024];
        IntStream.range(0, 64).forEach(i -> client.set(Key.of("%02d".formatted(i)), Value.wrap(value)));
        int chunksOfAll = 64 * value.length / CHUNK_BYTES;
        ClientOptions narrow = Faults.quick().windowBytes(64 * 1024);
        try (LongboatClient slow = LongboatClient.connect(server.endpoint(), narrow);
                RangeCursor cursor = slow.prefix("")) {
            cursor.next();
            slow.stat(); // The same connection still answers others.
            assertThat(server.door().chunksSent.get()).isLessThan(chunksOfAll / 4);
            cursor.forEachRemaining(_ -> {});
            assertThat(server.door().chunksSent.get()).isGreaterThanOrEqualTo(chunksOfAll);
        }
    }

    @Test
    void silentRange_endsAtTheIdleDeadline() {
        server.order(new Fault.Hang());
        ClientOptions hasty = Faults.quick().idleDeadline(Duration.ofMillis(100));
        try (LongboatClient impatient = LongboatClient.connect(server.endpoint(), hasty);
                RangeCursor cursor = impatient.prefix("")) {
            assertThatThrownBy(cursor::hasNext).isInstanceOf(LongboatException.DeadlineExceeded.class);
        }
    }

    @Test
    void closedCursor_givesNothingMore() {
        fill("a", "b");
        RangeCursor cursor = client.prefix("");
        cursor.next();
        cursor.close();
        assertThat(cursor.hasNext()).isFalse();
    }

    @Test
    void prefixOfHighBytes_hasNoEnd() {
        Key high = Key.of(new byte[] {(byte) 0xff, (byte) 0xff});
        assertThat(KeyBounds.to(new KeySelector.Prefix(high)).size()).isZero();
        Key mixed = Key.of(new byte[] {'a', (byte) 0xff});
        assertThat(KeyBounds.to(new KeySelector.Prefix(mixed))).isEqualTo(Key.of("b"));
    }
}
