package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.client.LongboatClient;
import dev.longboat.client.MemoryServer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A client of the crash laboratory is content with a server that keeps what it acknowledged, and
/// sees every way of losing it (B1): a checker that forgives proves nothing.
final class CrashClientTest {
    private static final int STEPS = 400;

    private final MemoryServer server = MemoryServer.start();
    private final CrashClient client = new CrashClient(0, 7);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void serverThatKeepsEverything_isFoundRight_roundAfterRound() throws Exception {
        for (int round = 1; round <= 3; round++) {
            workAndCut();
            assertThat(verify(server)).isEmpty();
        }
        assertThat(client.acknowledged()).isGreaterThan(STEPS);
        assertThat(client.inDoubt()).isZero();
    }

    @Test
    void serverThatForgetsEverything_isSeen() throws Exception {
        workAndCut();
        try (MemoryServer empty = MemoryServer.start()) {
            assertThat(verify(empty)).hasSizeGreaterThan(100);
        }
    }

    @Test
    void oneKeyGone_isSeen() throws Exception {
        workAndCut();
        assertThat(verify(server)).isEmpty();
        change(server, (other, key) -> assertThat(other.delete(key)).isTrue());
        assertThat(verify(server)).anyMatch(wrong -> wrong.contains("holds nothing"));
    }

    @Test
    void bytesOfAnother_areSeen() throws Exception {
        workAndCut();
        assertThat(verify(server)).isEmpty();
        change(server, (other, key) -> other.set(key, "something else"));
        assertThat(verify(server)).anyMatch(wrong -> wrong.contains("something else"));
    }

    private List<String> verify(MemoryServer server) {
        client.verify(server.endpoint());
        return client.wrong();
    }

    /// Lets the client work, then takes the server from under it, and brings it back.
    private void workAndCut() throws Exception {
        CountDownLatch begun = new CountDownLatch(STEPS);
        int port = server.port();
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> working = thread.submit(() -> client.workUntilCut(server.endpoint(), begun));
            begun.await();
            server.stop();
            working.get();
        }
        server.restart(port);
    }

    /// Something that somebody else does to one of the client's keys.
    private interface Change {
        void apply(LongboatClient other, String key);
    }

    private static void change(MemoryServer server, Change change) {
        try (LongboatClient other = LongboatClient.connect(server.endpoint())) {
            String key;
            try (var pairs = other.prefix("crash/client-0/small/")) {
                key = pairs.next().key().text();
            }
            change.apply(other, key);
        }
    }
}
