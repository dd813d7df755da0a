package dev.longboat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Goal: each call says on the wire what its caller said, and gives back what the server answered.
/// Method: a whole client against a server in memory, over a real connection.
final class LongboatClientTest {
    private final MemoryServer server = MemoryServer.start();
    private final LongboatClient client = LongboatClient.connect(server.endpoint());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void set_thenGet_givesTheValueAndItsClocks() {
        client.set("a", "one");
        KeyVersion written = client.set("a", "two");

        KeyValue found = client.get("a").orElseThrow();
        assertThat(found.value().text()).isEqualTo("two");
        assertThat(found.version()).isEqualTo(written);
        assertThat(written).isEqualTo(new KeyVersion(Key.of("a"), 2, 0, 1, 2, 2, written.stampMs(), 0, 3));
    }

    @Test
    void briefClient_doesTheSame_andItsThreadEndsWithIt() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        List<Thread> loops;
        try (LongboatClient brief = LongboatClient.connectBriefly(server.endpoint(), ClientOptions.DEFAULTS)) {
            brief.set("a", "one");
            assertThat(brief.get("a").orElseThrow().value().text()).isEqualTo("one");
            loops = loopsSince(before);
        }
        assertThat(loops).hasSize(1);
        assertThat(loops.getFirst().join(Duration.ofSeconds(30))).isTrue();
    }

    private static List<Thread> loopsSince(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && thread.getName().startsWith("multiThreadIoEventLoop"))
                .toList();
    }

    @Test
    void get_ofAbsentKey_isEmpty() {
        assertThat(client.get("nobody")).isEmpty();
        assertThat(client.version(Key.of("nobody"), View.NEWEST)).isEmpty();
    }

    @Test
    void emptyValue_isAValue() {
        client.set("a", "");
        assertThat(client.get("a").orElseThrow().value()).isEqualTo(Value.EMPTY);
    }

    @Test
    void bytesOfEveryKind_survive() {
        byte[] key = {0, (byte) 0xff, '/', '\n'};
        byte[] value = {(byte) 0xfe, 0, 1};
        client.set(key, value);
        KeyValue found = client.get(key).orElseThrow();
        assertThat(found.key().bytes()).isEqualTo(key);
        assertThat(found.value().bytes()).isEqualTo(value);
        assertThat(found.key()).hasToString("\\x00\\xff/\\x0a");
    }

    @Test
    void get_inEarlierView_givesWhatWasThere() {
        long first = client.set("a", "one").revision();
        client.set("a", "two");
        client.delete("a");
        assertThat(client.get("a")).isEmpty();
        assertThat(client.get(Key.of("a"), View.at(first)).orElseThrow().value().text())
                .isEqualTo("one");
    }

    @Test
    void get_withinABound_givesTheNewestWithin() {
        client.set("a", "one");
        long second = client.set("a", "two").stampMs();
        client.set("a", "three");
        assertThat(client.get(Key.of("a"), View.NEWEST.ordinalMax(1))
                        .orElseThrow()
                        .value()
                        .text())
                .isEqualTo("one");
        assertThat(client.get(Key.of("a"), View.NEWEST.stampMax(second))
                        .orElseThrow()
                        .value()
                        .text())
                .isEqualTo("two");
    }

    @Test
    void get_ofRevisionToCome_isRefusedWithBothRevisions() {
        client.set("a", "one");
        assertThatThrownBy(() -> client.get(Key.of("a"), View.at(9)))
                .isInstanceOfSatisfying(LongboatException.InvalidRequest.class, refused -> {
                    assertThat(refused.reason()).isEqualTo("REVISION_FUTURE");
                    assertThat(refused.details()).isEqualTo(Map.of("revision", "9", "newest", "1"));
                    assertThat(refused).hasMessageContaining("revision 9 is above the newest, 1");
                });
    }

    @Test
    void emptyKey_isRefusedWithTheServersReason() {
        assertThatThrownBy(() -> client.set("", "x"))
                .isInstanceOfSatisfying(
                        LongboatException.InvalidRequest.class,
                        refused -> assertThat(refused.reason()).isEqualTo("KEY_EMPTY"));
    }

    @Test
    void delete_saysWhetherThereWasSomething() {
        client.set("a", "one");
        assertThat(client.delete("a")).isTrue();
        assertThat(client.delete("a")).isFalse();
    }

    @Test
    void previousValue_comesWhenAskedFor() {
        client.set("a", "one");
        OperationResult.Set set = client.set(Operation.set("a", "two").returningPrevious());
        assertThat(set.previous().orElseThrow().value().text()).isEqualTo("one");
        OperationResult.Delete delete = client.delete(Operation.delete("a").returningPrevious());
        assertThat(delete.previous().orElseThrow().value().text()).isEqualTo("two");
        assertThat(delete.deleted()).isTrue();
    }

    @Test
    void transaction_runsOneBranchAtOneRevision() {
        Transaction take = Transaction.when(Condition.on("lock").isAbsent())
                .then(Operation.set("lock", "me"), Operation.set("taken", "yes"))
                .otherwise(Operation.get("lock"));

        TransactionResult won = client.transact(take);
        TransactionResult lost = client.transact(take);

        assertThat(won.succeeded()).isTrue();
        assertThat(won.results())
                .hasSize(2)
                .allSatisfy(result -> assertThat(result)
                        .isInstanceOfSatisfying(
                                OperationResult.Set.class,
                                set -> assertThat(set.written().revision()).isEqualTo(won.revision())));
        assertThat(lost.succeeded()).isFalse();
        assertThat(lost.results())
                .singleElement()
                .isInstanceOfSatisfying(
                        OperationResult.Get.class,
                        get -> assertThat(get.found().orElseThrow().value().text())
                                .isEqualTo("me"));
    }

    @Test
    void transaction_takesEveryKindOfConditionAndOperation() {
        long created = client.set("a", "1").revision();
        client.set("b/1", "x");
        client.set("b/2", "y");
        TransactionResult result = client.transact(Transaction.when(
                        Condition.on("a").exists(),
                        Condition.on("a").version(Condition.Is.EQUAL, 1),
                        Condition.on("a").createRevision(Condition.Is.EQUAL, created),
                        Condition.on("a").revision(Condition.Is.LESS, 99),
                        Condition.on("a").ordinal(Condition.Is.GREATER, 0),
                        Condition.on("a").value(Condition.Is.NOT_EQUAL, Value.of("2")))
                .then(
                        new Operation.Range(RangeQuery.prefix("b/").limit(1)),
                        new Operation.DeleteRange(KeySelector.prefix("b/")),
                        Operation.delete("a").returningPrevious(),
                        new Operation.Nested(
                                Transaction.when(Condition.on("b/1").exists()).then(Operation.set("c", "3")))));
        assertThat(result.succeeded()).isTrue();
        assertThat(result.results().get(0)).isInstanceOfSatisfying(OperationResult.Range.class, range -> {
            assertThat(range.pairs()).hasSize(1);
            assertThat(range.more()).isTrue();
        });
        assertThat(result.results().get(1)).isEqualTo(new OperationResult.DeleteRange(2));
        assertThat(result.results().get(3))
                .isInstanceOfSatisfying(
                        OperationResult.Nested.class,
                        nested -> assertThat(nested.result().succeeded()).isTrue());
        assertThat(client.get("c").orElseThrow().value().text()).isEqualTo("3");
    }

    @Test
    void stat_countsWhatWasDone() {
        client.set("a", "1");
        client.get("a");
        client.get("b");
        client.prefix("a").forEachRemaining(_ -> {});
        ServerStat stat = client.stat();
        assertThat(stat.totals()).isEqualTo(new ServerStat.Totals(1, 2, 1, 0, 0, 0, 0));
        assertThat(stat.keys()).isEqualTo(1);
        assertThat(stat.storeId()).hasSize(32);
    }

    @Test
    void longValue_goesAndComesInChunks() {
        byte[] long9MiB = new byte[9 << 20];
        long9MiB[long9MiB.length - 1] = 7;
        client.set(Key.of("long"), Value.wrap(long9MiB));
        KeyValue found = client.get("long").orElseThrow();
        assertThat(found.value()).isEqualTo(Value.wrap(long9MiB));
    }

    @Test
    void version_ofLongValue_bringsNoValue() {
        client.set(Key.of("long"), Value.wrap(new byte[2 << 20]));
        assertThat(client.version(Key.of("long"), View.NEWEST).orElseThrow().valueBytes())
                .isEqualTo(2 << 20);
    }

    @Test
    void async_answersTheSame() {
        AsyncLongboatClient async = client.async();
        KeyVersion written = async.set("a", "one").join();
        assertThat(async.get("a").join().orElseThrow().version()).isEqualTo(written);
        async.set(Key.of("long"), Value.wrap(new byte[9 << 20])).join();
        assertThat(async.get("long").join().orElseThrow().value().size()).isEqualTo(9 << 20);
        assertThat(async.transact(Transaction.of(Operation.set("b", "2")))
                        .join()
                        .succeeded())
                .isTrue();
        assertThat(async.delete(Key.of("a")).join()).isTrue();
        assertThat(async.get("a").join()).isEmpty();
        assertThat(async.stat().join().totals().sets()).isEqualTo(2);
    }

    @Test
    void async_manyAtOnce_areAllAnswered() {
        var futures = IntStream.range(0, 500)
                .mapToObj(i -> client.async().set("k" + i, "v" + i))
                .toList();
        assertThat(futures.stream().map(future -> future.join().revision()).toList())
                .doesNotHaveDuplicates();
        assertThat(client.count(RangeQuery.prefix("k"))).isEqualTo(500);
    }

    @Test
    void keys_areOrderedAsUnsignedBytes() {
        Key high = Key.of(new byte[] {(byte) 0x80});
        assertThat(List.of(high, Key.of("a"), Key.of("")).stream().sorted().toList())
                .containsExactly(Key.of(""), Key.of("a"), high);
    }

    @Test
    void value_isWhatItWasMadeOf() {
        byte[] bytes = "text".getBytes(StandardCharsets.UTF_8);
        Value value = Value.of(bytes);
        bytes[0] = 'x';
        assertThat(value.text()).isEqualTo("text");
        assertThat(value.isText()).isTrue();
        assertThat(Value.wrap(new byte[] {(byte) 0xc3}).isText()).isFalse();
        assertThat(value.buffer().isReadOnly()).isTrue();
    }
}
