package dev.longboat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.client.LongboatClient;
import dev.longboat.client.MemoryServer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client of a laboratory is content with a server that keeps what it acknowledged, and sees
/// every way of losing it (B1), however it talks to the server: a checker that forgives proves
/// nothing.
final class WitnessTest {
    private static final int WRITES = 400;

    private final MemoryServer server = MemoryServer.start();
    private final Tally tally = new Tally();
    private final Habits habits = Habits.usual(0).large(2, 5, 3_000_000);
    private final Witness witness = new Witness(habits, true, 7, tally);

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 200})
    void serverThatKeepsEverything_isFoundRight_roundAfterRound(int window) throws Exception {
        for (int round = 1; round <= 3; round++) {
            workAndCut(window);
            assertThat(verify(server)).isEmpty();
        }
        assertThat(tally.writes()).isGreaterThan(3 * WRITES);
        assertThat(witness.inDoubt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void serverThatForgetsEverything_isSeen(int window) throws Exception {
        workAndCut(window);
        try (MemoryServer empty = MemoryServer.start()) {
            assertThat(verify(empty)).hasSizeGreaterThan(70).anyMatch(wrong -> wrong.contains("is before"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void oneKeyGone_isSeen(int window) throws Exception {
        workAndCut(window);
        assertThat(verify(server)).isEmpty();
        change(server, (other, key) -> assertThat(other.delete(key)).isTrue());
        assertThat(verify(server)).anyMatch(wrong -> wrong.contains("holds nothing"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void bytesOfAnother_areSeen(int window) throws Exception {
        workAndCut(window);
        assertThat(verify(server)).isEmpty();
        change(server, (other, key) -> other.set(key, "something else"));
        assertThat(verify(server)).anyMatch(wrong -> wrong.contains("something else"));
    }

    private List<String> verify(MemoryServer server) {
        try (Line line = LongboatLine.session(server.endpoint(), 64)) {
            witness.verify(line);
        }
        return tally.violations();
    }

    /// Lets the client work, then takes the server from under it, and brings it back.
    private void workAndCut(int window) throws Exception {
        int port = server.port();
        long enough = tally.writes() + WRITES;
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<?> working = thread.submit(() -> {
                try (Line line = line(window)) {
                    witness.work(line, () -> false);
                }
            });
            while (tally.writes() < enough && !working.isDone()) {
                Thread.sleep(1); // the writes that the client has had answered are the condition
            }
            server.stop();
            working.get();
        }
        server.restart(port);
    }

    private Line line(int window) {
        return window == 1 ? LongboatLine.unary(server.endpoint()) : LongboatLine.session(server.endpoint(), window);
    }

    /// Something that somebody else does to one of the client's keys.
    private interface Change {
        void apply(LongboatClient other, String key);
    }

    private static void change(MemoryServer server, Change change) {
        try (LongboatClient other = LongboatClient.connect(server.endpoint())) {
            String key;
            try (var pairs = other.prefix("lab/client-0/small/")) {
                key = pairs.next().key().text();
            }
            change.apply(other, key);
        }
    }
}
