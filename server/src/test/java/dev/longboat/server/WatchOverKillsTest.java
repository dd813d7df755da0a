package dev.longboat.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.Watch;
import dev.longboat.client.WatchEvent;
import dev.longboat.client.WatchQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a watch outlives its server. Method: a server in a process of its own, killed again and
/// again while one client writes and another watches.
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WatchOverKillsTest {
    private static final int KILLS = 3;
    private static final int SETS = 200;
    private static final ClientOptions PATIENT =
            ClientOptions.DEFAULTS.deadline(Duration.ofMinutes(2)).idleDeadline(Duration.ofMinutes(2));

    @Test
    void watch_isToldEveryRevisionOnce_whateverBecomesOfTheServer(@TempDir Path directory) throws IOException {
        ServerChild server = ServerChild.start(directory);
        try (LongboatClient watching = LongboatClient.connect(server.endpoint(), PATIENT)) {
            CompletableFuture<List<Long>> told = CompletableFuture.supplyAsync(() -> follow(watching));
            for (int round = 0; round < KILLS; round++) {
                write(server, round);
                server.kill();
                server = ServerChild.start(directory, "--port=" + server.port());
            }
            write(server, KILLS);
            long last;
            try (LongboatClient client = LongboatClient.connect(server.endpoint(), PATIENT)) {
                last = client.set("end", "").revision();
            }
            assertThat(told.join())
                    .isEqualTo(LongStream.rangeClosed(2, last).boxed().toList());
        } finally {
            server.close();
        }
    }

    private static void write(ServerChild server, int round) {
        try (LongboatClient client = LongboatClient.connect(server.endpoint(), PATIENT)) {
            for (int i = 0; i < SETS; i++) {
                client.set("key" + i % 7, round + "/" + i);
            }
        }
    }

    /// The revisions that it is told, up to that of the key `end`.
    private static List<Long> follow(LongboatClient client) {
        List<Long> revisions = new ArrayList<>();
        try (Watch watch = client.watch(WatchQuery.prefix("").from(2))) {
            while (watch.hasNext()) {
                for (WatchEvent event : watch.next().events()) {
                    revisions.add(event.revision());
                    if (event.key().text().equals("end")) {
                        return revisions;
                    }
                }
            }
        }
        return revisions;
    }
}
