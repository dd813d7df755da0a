package dev.longboat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.proto.v1.ErrorReason;
import io.grpc.Status.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Goal: a watch is told each change once, in order, a revision whole, whatever broke (K7). Method:
/// a server that sends an event to a message and breaks to order.
@Timeout(60)
final class WatchTest {
    private final MemoryServer server = MemoryServer.start();
    private final LongboatClient client = LongboatClient.connect(server.endpoint(), Faults.quick());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    /// The batches until so many events have come.
    private static List<String> told(Watch watch, int events) {
        List<String> told = new ArrayList<>();
        for (int left = events; left > 0; ) {
            WatchBatch batch = watch.next();
            batch.events().forEach(event -> told.add(brief(event)));
            left -= batch.events().size();
            assertThat(left).isNotNegative();
        }
        return told;
    }

    private static String brief(WatchEvent event) {
        String before =
                event.previous().map(was -> " was " + was.value().text()).orElse("");
        return event.revision() + " " + event.key().text()
                + (event instanceof WatchEvent.Put put ? "=" + put.now().value().text() : " deleted") + before;
    }

    @Test
    void watch_fromNow_isToldWhatComes() {
        client.set("a/1", "old");
        try (Watch watch = client.watch(WatchQuery.prefix("a/").withPrevious())) {
            assertThat(watch.next().revision()).isEqualTo(1);
            client.set("a/1", "new");
            client.set("b", "x");
            client.delete("a/1");
            assertThat(told(watch, 2)).containsExactly("2 a/1=new was old", "4 a/1 deleted was new");
            assertThat(watch.revision()).isEqualTo(4);
        }
    }

    @Test
    void watch_fromThePast_isToldOfOneKey() {
        client.set("a", "1");
        client.set("a0", "2");
        client.set("a", "3");
        try (Watch watch = client.watch(WatchQuery.key("a").from(1))) {
            assertThat(told(watch, 2)).containsExactly("1 a=1", "3 a=3");
        }
    }

    @Test
    void revision_comesWhole() {
        client.transact(Transaction.of(Operation.set("a", "1"), Operation.set("b", "2"), Operation.set("c", "3")));
        try (Watch watch = client.watch(WatchQuery.prefix("").from(1))) {
            WatchBatch batch = watch.next();
            while (batch.events().isEmpty()) {
                batch = watch.next();
            }
            assertThat(batch.events()).hasSize(3);
            assertThat(batch.revision()).isEqualTo(1);
        }
    }

    /// It breaks after every number of messages that there can be, in the middle of revisions too.
    @Test
    void brokenWatch_goesOnWhereItWas() {
        for (int i = 0; i < 5; i++) {
            client.transact(Transaction.of(Operation.set("a", "" + i), Operation.set("b", "" + i)));
        }
        for (int messages = 0; messages < 10; messages++) {
            server.order(new Fault.BreakAfter(messages, Faults.lost()), new Fault.BreakAfter(2, Faults.stopping()));
            try (Watch watch = client.watch(WatchQuery.prefix("").from(1))) {
                assertThat(told(watch, 10))
                        .containsExactly(
                                "1 a=0", "1 b=0", "2 a=1", "2 b=1", "3 a=2", "3 b=2", "4 a=3", "4 b=3", "5 a=4",
                                "5 b=4");
            }
        }
    }

    /// A server that is away needs more attempts than a call has.
    @Test
    void watchThatHadBegun_waitsForItsServer_andOneThatHadNotGivesUp() {
        client.set("a", "1");
        Fault[] away = new Fault[20];
        Arrays.fill(away, new Fault.Refuse(Faults.lost()));
        server.order(new Fault.BreakAfter(1, Faults.lost()));
        server.order(away);
        try (Watch watch = client.watch(WatchQuery.prefix("").from(1))) {
            assertThat(told(watch, 1)).containsExactly("1 a=1");
            client.set("a", "2");
            assertThat(told(watch, 1)).containsExactly("2 a=2");
        }
        server.stop();
        try (Watch watch = client.watch(WatchQuery.prefix("").from(1))) {
            assertThatThrownBy(watch::hasNext).isInstanceOf(LongboatException.class);
        }
    }

    @Test
    void horizon_endsTheWatch() {
        server.order(new Fault.Refuse(Refusal.of(
                Code.OUT_OF_RANGE,
                ErrorReason.REVISION_TRIMMED,
                "revision 1 has been trimmed, the oldest readable is 7",
                Map.of("revision", "1", "oldest", "7"))));
        try (Watch watch = client.watch(WatchQuery.prefix("").from(1))) {
            assertThatThrownBy(watch::hasNext)
                    .isInstanceOf(LongboatException.class)
                    .hasMessageContaining("the oldest readable is 7");
        }
    }

    @Test
    void closedWatch_hasNoNext_whoeverClosesIt() throws InterruptedException {
        Watch watch = client.watch(WatchQuery.prefix(""));
        watch.next();
        Thread closer = new Thread(watch::close);
        closer.start();
        assertThat(watch.hasNext()).isFalse();
        closer.join();
    }
}
