package dev.longboat.bench;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.Key;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import dev.longboat.client.RangeCursor;
import dev.longboat.client.RangeQuery;
import dev.longboat.client.ServerStat;
import dev.longboat.client.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// Rounds on a small disk: fill it until writes are refused, read everything, take everything away,
/// and wait until a write is taken again, with no further help. In one round in four the server is
/// stopped or killed on the full disk, and a new one goes on. Confined to the laboratory's thread.
///
/// On the full disk every read is right, a write is refused as `DISK_FULL` and as nothing else, and
/// a removal is taken, or refused for a moment. When all is away, the disk takes half of itself
/// again before it is full.
final class FullDisk {
    private static final ClientOptions ONCE =
            ClientOptions.DEFAULTS.deadline(Duration.ofSeconds(60)).retryAttemptsMax(1);
    private static final List<Integer> VALUE_BYTES_MAX = List.of(2_000, 8_000, 64_000, 500_000);
    private static final Duration RETURN_MAX = Duration.ofMinutes(5);
    private static final int ROUNDS_PER_RESTART = 4;
    private static final int REFUSALS_IN_A_ROW = 10;
    private static final long PAUSE_MILLIS = 100;
    private static final int FULL_SHARE = 2;

    private final LoopDisk disk;
    private final long diskBytes;
    private final Plan plan;
    private final Random random;
    private final Findings findings;
    private final Tally tally;
    private final List<Book> books = new ArrayList<>();
    private boolean emptied;

    FullDisk(LoopDisk disk, long diskBytes, Plan plan) {
        this.disk = disk;
        this.diskBytes = diskBytes;
        this.plan = plan;
        this.random = new Random(plan.seed);
        this.findings = new Findings(new Ours().name());
        this.tally = findings.tally();
    }

    /// Makes all rounds, or ends with the first that finds a violation.
    Findings run() throws IOException, InterruptedException {
        try {
            while (findings.rounds() < plan.rounds && findings.isClean()) {
                if (findings.rounds() % plan.roundsPerStore == 0) {
                    renew();
                }
                findings.round();
                round(draw(List.of(Removal.values())));
            }
        } catch (IOException | LongboatException e) {
            tally.compared(false, () -> "the server does not serve: " + e);
        } finally {
            if (!findings.isClean()) {
                disk.keep();
                System.err.println("The store stays in " + disk.data());
            }
        }
        return findings;
    }

    private void renew() throws IOException {
        disk.renew();
        findings.store();
        books.clear();
        emptied = true;
    }

    private void round(Removal removal) throws IOException, InterruptedException {
        Ours subject = new Ours().retention(draw(removal.retentions()));
        Book book = new Book("round-" + findings.rounds() + "/", draw(VALUE_BYTES_MAX), tally);
        books.add(book);
        ServerProcess server = start(subject);
        try {
            long filled = fill(server, book);
            tally.compared(
                    !emptied || filled >= diskBytes / FULL_SHARE,
                    () -> "a disk of " + diskBytes + " bytes is full with " + filled + " bytes of values");
            verify(server);
            if (random.nextInt(ROUNDS_PER_RESTART) == 0) {
                server = startedAnew(server, subject);
                verify(server);
            }
            Duration took = empty(server, removal);
            emptied = removal.isOfEverything();
            verify(server);
            server.stop();
            System.err.printf(
                    Locale.ROOT,
                    "%d/%d: full with %,d bytes in %s; %s, writes are taken after %s%n",
                    findings.rounds(),
                    plan.rounds,
                    filled,
                    server.summary(),
                    removal,
                    Durations.seconds(took));
        } finally {
            server.close();
        }
    }

    private ServerProcess start(Ours subject) throws IOException {
        ServerProcess server = subject.launch(disk, random);
        server.awaitRead();
        findings.restarted(server);
        return server;
    }

    private ServerProcess startedAnew(ServerProcess server, Ours subject) throws IOException {
        if (random.nextBoolean()) {
            server.kill();
            findings.count("kills on the full disk", 1);
        } else {
            server.stop();
            findings.count("stops on the full disk", 1);
        }
        return start(subject);
    }

    /// Writes until some writes in a row are refused, each a moment after the other.
    ///
    /// @return how many bytes of values were taken
    private long fill(ServerProcess server, Book book) throws InterruptedException {
        long taken = 0;
        int refusals = 0;
        while (refusals < REFUSALS_IN_A_ROW && taken < 2 * diskBytes && findings.isClean()) {
            try (Filling filling = new Filling(server.endpoint(), book, random)) {
                long more = filling.untilRefused(2 * diskBytes - taken);
                taken += more;
                refusals = more == 0 ? refusals + 1 : 0;
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        boolean full = refusals == REFUSALS_IN_A_ROW;
        long all = taken;
        tally.compared(full, () -> "a disk of " + diskBytes + " bytes is not full with " + all);
        return taken;
    }

    /// Takes away, however often that is refused for a moment, and waits for a write to be taken.
    ///
    /// @return how long that took from the last removal on
    private Duration empty(ServerProcess server, Removal removal) throws InterruptedException {
        try (LongboatClient client = LongboatClient.connect(server.endpoint(), ONCE)) {
            awaitTaken("a " + removal, () -> removal.run(client, books));
            long removed = System.nanoTime();
            Book.Entry entry = books.getLast().next(books.getLast().key(0));
            awaitTaken(
                    "a write after the " + removal,
                    () -> client.set(
                            Key.of(entry.key()), Value.of(books.getLast().value(entry))));
            books.getLast().written(entry);
            Duration took = Duration.ofNanos(System.nanoTime() - removed);
            findings.time("from the last removal to a write that is taken", took);
            ServerStat.Space space = client.stat().space();
            tally.compared(space.alarm().equals("none"), () -> "a write was taken under the alarm " + space);
            return took;
        }
    }

    /// Does something that a full disk may refuse, again and again until it is taken.
    private void awaitTaken(String what, Runnable call) throws InterruptedException {
        long end = System.nanoTime() + RETURN_MAX.toNanos();
        while (true) {
            try {
                call.run();
                return;
            } catch (LongboatException.ResourceExhausted refused) {
                tally.compared(
                        refused.reason().equals(Filling.DISK_FULL) && System.nanoTime() < end,
                        () -> what + " is still refused: " + refused.getMessage());
                if (!findings.isClean()) {
                    throw refused;
                }
                findings.count(
                        what.startsWith("a write") ? "writes refused after a removal" : "removals refused for a moment",
                        1);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    /// Reads everything, as a range.
    private void verify(ServerProcess server) {
        try (LongboatClient client = LongboatClient.connect(server.endpoint(), ONCE)) {
            for (Book book : books) {
                List<String> keys = new ArrayList<>();
                try (RangeCursor pairs = client.range(RangeQuery.prefix(book.prefix()))) {
                    pairs.forEachRemaining(pair -> {
                        keys.add(pair.key().text());
                        book.found(pair.key().text(), Optional.of(pair.value().bytes()));
                    });
                    book.found(keys);
                } catch (LongboatException e) {
                    book.unreadable(book.prefix() + " as a range", e);
                }
            }
        }
    }

    private <T> T draw(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
