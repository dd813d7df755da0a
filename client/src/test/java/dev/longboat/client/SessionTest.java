package dev.longboat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Goal: a session matches answers to requests, keeps its bounds (K5) and ends clearly. Method: a
/// server that answers backwards, holds its answers, and breaks to order.
final class SessionTest {
    private final MemoryServer server = MemoryServer.start();
    private final LongboatClient client = LongboatClient.connect(server.endpoint(), Faults.quick());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void manyInFlight_areAnsweredEachWithItsOwn() {
        try (Session session = client.session()) {
            List<CompletableFuture<OperationResult.Set>> sets = IntStream.range(0, 2000)
                    .mapToObj(i -> session.set(Key.of("k" + i), Value.of("v" + i)))
                    .toList();
            List<Long> revisions =
                    sets.stream().map(set -> set.join().written().revision()).toList();
            assertThat(revisions).isSorted().doesNotHaveDuplicates();
            for (int i = 0; i < 2000; i += 97) {
                assertThat(session.get(Key.of("k" + i))
                                .join()
                                .orElseThrow()
                                .value()
                                .text())
                        .isEqualTo("v" + i);
            }
        }
    }

    @Test
    void everyOperation_isServed() {
        try (Session session = client.session()) {
            long first =
                    session.set(Key.of("a"), Value.of("one")).join().written().revision();
            session.set(Operation.set("a", "two").returningPrevious()).join();
            assertThat(session.get(Key.of("a"), View.at(first))
                            .join()
                            .orElseThrow()
                            .value()
                            .text())
                    .isEqualTo("one");
            assertThat(session.transact(Transaction.when(Condition.on("a").isAbsent()))
                            .join()
                            .succeeded())
                    .isFalse();
            assertThat(session.delete(Key.of("a")).join().deleted()).isTrue();
            assertThat(session.stat().join().revision()).isEqualTo(3);
        }
    }

    @Test
    void answersInAnyOrder_findTheirRequests() {
        server.door().holdSessions = true;
        Session session = client.session();
        var first = session.set(Key.of("a"), Value.of("one"));
        var second = session.get(Key.of("a"));
        session.close(); // The server answers what it held, the last first.
        assertThat(first.join().written().key()).isEqualTo(Key.of("a"));
        assertThat(second.join().orElseThrow().value().text()).isEqualTo("one");
    }

    @Test
    void operationThatFails_doesNotEndTheSession() {
        try (Session session = client.session()) {
            assertThatThrownBy(() -> session.set(Key.of(""), Value.EMPTY).join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(LongboatException.InvalidRequest.class);
            assertThat(session.get(Key.of("a")).join()).isEmpty();
        }
    }

    /// K5: by number.
    @Test
    void fullSession_takesNoMore() {
        server.door().holdSessions = true;
        ClientOptions hasty = Faults.quick().deadline(Duration.ofMillis(100));
        try (LongboatClient impatient = LongboatClient.connect(server.endpoint(), hasty)) {
            Session session = impatient.session(new SessionOptions(3, 1 << 20));
            List<CompletableFuture<?>> held = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                held.add(session.set(Key.of("k" + i), Value.EMPTY));
            }
            var fourth = session.set(Key.of("k3"), Value.EMPTY);
            assertThatThrownBy(fourth::join).hasCauseInstanceOf(LongboatException.DeadlineExceeded.class);
            assertThat(session.inFlight()).isEqualTo(3);
            session.close();
            assertThat(held).allMatch(CompletableFuture::isDone);
        }
        assertThat(server.door().sessionInFlightMax.get()).isEqualTo(3);
        assertThat(server.store().get(Key.of("k3").wire(), dev.longboat.proto.v1.ReadView.getDefaultInstance()))
                .isEmpty();
    }

    /// K5: by bytes; one operation may be longer than all that is allowed.
    @Test
    void bytesInFlight_areBounded() throws InterruptedException {
        Admission admission = new Admission(new SessionOptions(100, 1000));
        assertThat(admission.enter(5000, 0)).isTrue();
        assertThat(admission.enter(1, 0)).isFalse();
        admission.leave(5000);
        assertThat(admission.enter(600, 0)).isTrue();
        assertThat(admission.enter(400, 0)).isTrue();
        assertThat(admission.enter(1, 0)).isFalse();
        assertThat(admission.operations()).isEqualTo(2);
    }

    @Test
    void continuationThatGivesAnotherOperation_doesNotWaitForRoom() {
        AtomicInteger done = new AtomicInteger();
        CompletableFuture<Void> end = new CompletableFuture<>();
        try (Session session = client.session(new SessionOptions(1, 1 << 20))) {
            step(session, done, end);
            end.join();
        }
        assertThat(done.get()).isEqualTo(50);
    }

    private static void step(Session session, AtomicInteger done, CompletableFuture<Void> end) {
        CompletableFuture<?> _ = session.set(Key.of("k"), Value.of("v" + done)).thenAccept(_ -> {
            if (done.incrementAndGet() == 50) {
                end.complete(null);
            } else {
                step(session, done, end);
            }
        });
    }

    /// K2.
    @Test
    void lostSession_leavesWritesUnknownAndReadsUnavailable() {
        server.door().holdSessions = true;
        Session session = client.session();
        var write = session.set(Key.of("a"), Value.of("one"));
        var read = session.get(Key.of("a"));
        client.stat(); // The connection is up and the requests are out.
        server.stop();
        assertThatThrownBy(write::join).hasCauseInstanceOf(LongboatException.OutcomeUnknown.class);
        assertThatThrownBy(read::join).isInstanceOf(CompletionException.class);
        assertThatThrownBy(() -> session.set(Key.of("b"), Value.EMPTY).join())
                .hasCauseInstanceOf(LongboatException.Unavailable.class);
        session.close();
        assertThat(session.inFlight()).isZero();
    }

    @Test
    void silentSession_endsAtTheIdleDeadline() {
        server.door().holdSessions = true;
        ClientOptions hasty = Faults.quick().idleDeadline(Duration.ofMillis(200));
        try (LongboatClient impatient = LongboatClient.connect(server.endpoint(), hasty)) {
            Session session = impatient.session();
            var read = session.get(Key.of("a"));
            assertThatThrownBy(read::join).hasCauseInstanceOf(LongboatException.DeadlineExceeded.class);
            session.close();
        }
    }

    @Test
    void closedSession_refuses() {
        Session session = client.session();
        session.close();
        session.close();
        assertThatThrownBy(() -> session.get(Key.of("a")).join())
                .hasCauseInstanceOf(LongboatException.Unavailable.class)
                .hasMessageContaining("closed");
    }
}
