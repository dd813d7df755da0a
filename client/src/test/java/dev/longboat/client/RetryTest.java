package dev.longboat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Goal: what is safe is sent again and nothing else (K1), and a write whose answer was lost is
/// called unknown (K2). Method: a server that breaks to order, and one that is not there.
final class RetryTest {
    private final MemoryServer server = MemoryServer.start();
    private final LongboatClient client = LongboatClient.connect(server.endpoint(), Faults.quick());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void read_whoseServerIsLost_isSentAgain() {
        client.set("a", "one");
        server.order(new Fault.Refuse(Faults.lost()), new Fault.LoseAnswer(Faults.lost()));
        assertThat(client.get("a").orElseThrow().value().text()).isEqualTo("one");
        assertThat(server.calls()).isEqualTo(1 + 3);
    }

    @Test
    void read_thatNeverSucceeds_failsAfterItsAttempts() {
        Fault lost = new Fault.Refuse(Faults.lost());
        server.order(lost, lost, lost, lost, lost, lost);
        assertThatThrownBy(() -> client.get("a")).isInstanceOf(LongboatException.Unavailable.class);
        assertThat(server.calls()).isEqualTo(Faults.quick().retryAttemptsMax());
    }

    /// K1: the server said that it did nothing.
    @Test
    void write_thatCertainlyChangedNothing_isSentAgain() {
        server.order(new Fault.Refuse(Faults.stopping()), new Fault.Refuse(Faults.overloaded()));
        client.set("a", "one");
        assertThat(server.calls()).isEqualTo(3);
        assertThat(server.store().revision()).isEqualTo(1);
    }

    /// K1, K2: it was done, but who should know?
    @Test
    void write_whoseAnswerIsLost_isUnknownAndNotSentAgain() {
        server.order(new Fault.LoseAnswer(Faults.lost()));
        assertThatThrownBy(() -> client.set("a", "one")).isInstanceOf(LongboatException.OutcomeUnknown.class);
        assertThat(server.calls()).isEqualTo(1);
        assertThat(server.store().revision()).isEqualTo(1);
    }

    @Test
    void write_thatTheServerCallsUnknown_isUnknown() {
        server.order(new Fault.Refuse(Faults.storeFailed()));
        assertThatThrownBy(() -> client.delete("a"))
                .isInstanceOfSatisfying(
                        LongboatException.OutcomeUnknown.class,
                        unknown -> assertThat(unknown.reason()).isEqualTo("STORE_FAILED"));
    }

    @Test
    void write_toFullDisk_failsAtOnceWithTheNumbers() {
        server.order(new Fault.Refuse(Faults.diskFull()));
        assertThatThrownBy(() -> client.set("a", "one"))
                .isInstanceOfSatisfying(LongboatException.ResourceExhausted.class, full -> {
                    assertThat(full.reason()).isEqualTo("DISK_FULL");
                    assertThat(full.details()).containsEntry("free_bytes", "4096");
                });
        assertThat(server.calls()).isEqualTo(1);
    }

    @Test
    void write_toNobody_isUnavailableNotUnknown() throws IOException {
        try (LongboatClient lonely = LongboatClient.connect("127.0.0.1:" + freePort(), Faults.quick())) {
            assertThatThrownBy(() -> lonely.set("a", "one"))
                    .isInstanceOf(LongboatException.Unavailable.class)
                    .hasMessageContaining("refused");
            assertThatThrownBy(() -> lonely.async().set("a", "one").join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(LongboatException.Unavailable.class);
        }
    }

    @Test
    void write_whileTheServerRestarts_arrivesOnce() throws IOException {
        int port = freePort();
        ClientOptions patient = ClientOptions.DEFAULTS
                .retryDelays(Duration.ofMillis(20), Duration.ofMillis(100))
                .retryAttemptsMax(50);
        try (LongboatClient early = LongboatClient.connect("127.0.0.1:" + port, patient)) {
            var set = early.async().set("a", "one");
            server.stop();
            server.restart(port);
            assertThat(set.join().revision()).isEqualTo(1);
        }
    }

    @Test
    void read_thatHangs_endsAtItsDeadline() {
        server.order(new Fault.Hang());
        try (LongboatClient hasty =
                LongboatClient.connect(server.endpoint(), Faults.quick().deadline(Duration.ofMillis(200)))) {
            assertThatThrownBy(() -> hasty.get("a")).isInstanceOf(LongboatException.DeadlineExceeded.class);
        }
    }

    /// K2: it was sent, and the time was up. The connection is there before, so that sending takes
    /// no time worth speaking of.
    @Test
    void write_thatHangs_isUnknownAtItsDeadline() {
        try (LongboatClient hasty =
                LongboatClient.connect(server.endpoint(), Faults.quick().deadline(Duration.ofSeconds(2)))) {
            hasty.stat();
            server.order(new Fault.Hang());
            assertThatThrownBy(() -> hasty.set("a", "one")).isInstanceOf(LongboatException.OutcomeUnknown.class);
        }
    }

    @Test
    void async_retriesAlike() {
        client.set("a", "one");
        server.order(new Fault.Refuse(Faults.lost()), new Fault.Refuse(Faults.lost()));
        assertThat(client.async().get("a").join()).isPresent();
        server.order(new Fault.LoseAnswer(Faults.lost()));
        assertThatThrownBy(() -> client.async().set("a", "two").join())
                .hasCauseInstanceOf(LongboatException.OutcomeUnknown.class);
    }

    @Test
    void interrupt_endsACallAndStaysRaised() {
        server.order(new Fault.Hang());
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> client.get("a")).isInstanceOf(LongboatException.Cancelled.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void pauses_doubleUpToTheirMaximum_andChanceTakesUpToHalf() {
        RetryPolicy policy = new RetryPolicy(10, 50, 2000);
        assertThat(policy.delayMs(1, 0)).isEqualTo(50);
        assertThat(policy.delayMs(3, 0)).isEqualTo(200);
        assertThat(policy.delayMs(3, 0.999_999)).isEqualTo(101);
        assertThat(policy.delayMs(60, 0)).isEqualTo(2000);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
