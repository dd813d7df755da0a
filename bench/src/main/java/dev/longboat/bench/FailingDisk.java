package dev.longboat.bench;

import dev.longboat.bench.BadDisk.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/// The disk answers writes, reads or both with EIO, always or now and then. After a failed sync
/// nobody knows what a disk holds, so a server that writes must end by itself, with the exit code
/// for that. One that only reads may go on, and serves again as soon as the disk does. Confined to
/// the laboratory's thread.
final class FailingDisk implements Fault {
    /// The store failed while it ran (docs/server.md).
    private static final int STORE_FAILED = 74;

    /// The data directory cannot be read or written.
    private static final int DATA_UNUSABLE = 73;

    private static final Duration WRITES_MAX = Duration.ofSeconds(20);
    private static final int READS_MILLIS_MAX = 1_500;
    private static final Duration END_MAX = Duration.ofSeconds(30);

    private final BadDisk disk;

    FailingDisk(BadDisk disk) {
        this.disk = disk;
    }

    @Override
    public String strike(Server server, Random random, Findings findings) throws IOException, InterruptedException {
        Set<Failure> failures = switch (random.nextInt(4)) {
            case 0 -> EnumSet.of(Failure.READS);
            case 1 -> EnumSet.allOf(Failure.class);
            default -> EnumSet.of(Failure.WRITES);
        };
        disk.fail(failures);
        Duration most =
                failures.contains(Failure.WRITES) ? WRITES_MAX : Duration.ofMillis(random.nextInt(READS_MILLIS_MAX));
        boolean ended = ended(server.awaitEnd(most), findings);
        if (!ended) {
            disk.recover();
            goOn(server, findings);
        }
        server.kill();
        disk.heal(random);
        return failures + " failed" + (ended ? ", which ended it," : ", served on,");
    }

    /// @return whether it has ended by itself
    private static boolean ended(OptionalInt end, Findings findings) {
        end.ifPresent(code -> {
            findings.count("servers that ended with " + code, 1);
            findings.tally()
                    .compared(
                            code == STORE_FAILED || code == DATA_UNUSABLE,
                            () -> "a server on a failing disk ended with " + code);
        });
        return end.isPresent();
    }

    /// The disk is well again. A server that did not meet its failure, or only refused what it
    /// could not read, serves; one that is about to end does so.
    private static void goOn(Server server, Findings findings) throws InterruptedException {
        try {
            server.awaitRead();
            try (Line line = server.verifyingLine()) {
                line.keys("");
            }
            findings.count("servers that served on", 1);
        } catch (IOException e) {
            boolean ended = ended(server.awaitEnd(END_MAX), findings);
            findings.tally().compared(ended, () -> "a server whose disk is well again neither serves nor ends: " + e);
        }
    }
}
