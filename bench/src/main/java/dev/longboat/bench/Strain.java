package dev.longboat.bench;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import dev.longboat.client.RangeCursor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/// Everything at once with little memory: while its clients work, the server is asked for all that
/// it holds, as several ranges. It gives them, or refuses clearly and goes on, or it ends because
/// there is no memory. One that neither serves nor ends limps, which it must not. Confined to the
/// laboratory's thread.
final class Strain implements Fault {
    /// Out of memory: of the heap and of buffers (docs/server.md); and the virtual machine's own
    /// when the system gives none, in order or by abort.
    private static final Set<Integer> OUT_OF_MEMORY = Set.of(3, 1, 134);

    private static final int SCANS = 3;
    private static final Duration SCAN_MAX = Duration.ofMinutes(2);
    private static final Duration END_MAX = Duration.ofSeconds(30);

    @Override
    public String strike(Server server, Random random, Findings findings) throws IOException, InterruptedException {
        boolean serves = serves((ServerProcess) server, findings);
        String struck = "served everything";
        if (!serves) {
            OptionalInt end = server.awaitEnd(END_MAX);
            findings.tally()
                    .compared(
                            end.isPresent() && OUT_OF_MEMORY.contains(end.getAsInt()),
                            () -> "a server with little memory "
                                    + (end.isPresent() ? "ended with " + end.getAsInt() : "neither serves nor ends"));
            end.ifPresent(code -> findings.count("servers that ended with " + code, 1));
            struck = "out of memory";
        } else if (random.nextBoolean()) {
            server.stop();
        } else {
            server.kill();
        }
        findings.count("servers that served to the end", serves ? 1 : 0);
        return struck;
    }

    private static boolean serves(ServerProcess server, Findings findings) {
        try {
            server.awaitRead();
            scan(server);
            return true;
        } catch (LongboatException.ResourceExhausted _) {
            findings.count("ranges refused for want of memory", 1);
            return true;
        } catch (LongboatException | IOException _) {
            return false;
        }
    }

    private static void scan(ServerProcess server) {
        ClientOptions once = ClientOptions.DEFAULTS.retryAttemptsMax(1).deadline(SCAN_MAX);
        try (LongboatClient client = LongboatClient.connect(server.endpoint(), once)) {
            List<RangeCursor> cursors = new ArrayList<>();
            for (int i = 0; i < SCANS; i++) {
                cursors.add(client.prefix("lab/"));
            }
            for (RangeCursor cursor : cursors) {
                try (cursor) {
                    cursor.forEachRemaining(_ -> {});
                }
            }
        }
    }
}
