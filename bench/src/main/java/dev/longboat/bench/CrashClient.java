package dev.longboat.bench;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.Key;
import dev.longboat.client.KeyValue;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import dev.longboat.client.Progress;
import dev.longboat.client.RangeCursor;
import dev.longboat.client.Value;
import dev.longboat.client.View;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;

/// One client of the crash laboratory: writes, deletes, streams and reads until its server is gone,
/// and looks for everything afterwards. Confined to one thread at a time, handed over between
/// rounds.
final class CrashClient {
    private static final int SMALL_KEYS = 300;
    private static final int LARGE_KEYS = 6;
    private static final int IN_100_LARGE = 2;
    private static final int IN_100_DELETES = 10;
    private static final int IN_100_GETS = 20;
    private static final int LARGE_BYTES_MIN = 1 << 20;
    private static final int LARGE_BYTES_MAX = 4 << 20;
    private static final int SMALL_BYTES_BITS_MAX = 13;
    private static final int MEMORIES = 60;
    private static final ClientOptions PATIENT = ClientOptions.DEFAULTS.deadline(Duration.ofSeconds(30));
    private static final ClientOptions ONCE = PATIENT.retryAttemptsMax(1);

    /// An acknowledged set that is not forgotten when its key is written again: the store keeps
    /// every version.
    private record Memory(String key, long write, long revision) {}

    private final int number;
    private final Random random;
    private final Ledger ledger = new Ledger();
    private final List<Memory> memories = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private long remembered;
    private long checks;
    private long revisionMax;

    CrashClient(int number, long seed) {
        this.number = number;
        this.random = new Random(seed);
    }

    long acknowledged() {
        return ledger.acknowledged();
    }

    /// How many answers were compared with what they may be.
    long checks() {
        return checks;
    }

    /// What was found that may not be, since the beginning.
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /// Keys with a write whose answer never came.
    long inDoubt() {
        return ledger.keys().stream()
                .filter(key -> ledger.possible(key).size() > 1)
                .count();
    }

    /// Writes and reads as fast as the server answers, until it does not.
    ///
    /// @param begun counted down when something has been answered
    void workUntilCut(String endpoint, CountDownLatch begun) {
        try (LongboatClient client = LongboatClient.connect(endpoint, ONCE)) {
            while (true) {
                step(client);
                begun.countDown();
            }
        } catch (LongboatException.OutcomeUnknown | LongboatException.Unavailable _) {
            // The kill. Other failures are the server's fault and end the laboratory.
        }
    }

    private void step(LongboatClient client) {
        int die = random.nextInt(100);
        boolean large = die < IN_100_LARGE;
        String key = large ? largePrefix() + random.nextInt(LARGE_KEYS) : smallPrefix() + random.nextInt(SMALL_KEYS);
        if (die < IN_100_LARGE + IN_100_DELETES && !large) {
            long write = ledger.intendDelete(key);
            client.delete(key);
            ledger.acknowledge(key, write);
        } else if (die < IN_100_LARGE + IN_100_DELETES + IN_100_GETS && !large) {
            check(key, client.get(key));
        } else {
            long write = ledger.intendSet(key);
            KeyVersion written = client.set(Key.of(key), value(key, write));
            ledger.acknowledge(key, write);
            remember(new Memory(key, write, written.revision()));
        }
    }

    /// Keeps an even sample of all acknowledged sets.
    private void remember(Memory memory) {
        revisionMax = Math.max(revisionMax, memory.revision());
        long place = random.nextLong(++remembered);
        if (memories.size() < MEMORIES) {
            memories.add(memory);
        } else if (place < MEMORIES) {
            memories.set((int) place, memory);
        }
    }

    /// Reads every key of this client, one by one and as a range, and some of the past.
    void verify(String endpoint) {
        try (LongboatClient client = LongboatClient.connect(endpoint, PATIENT)) {
            ledger.keys().forEach(key -> look(key, () -> check(key, read(client, key))));
            look(prefix(), () -> checkRange(client));
            memories.forEach(memory -> look(memory.toString(), () -> checkPast(client, memory)));
            long revision = client.stat().revision();
            expect(revision >= revisionMax, "revision " + revision + " is before the acknowledged " + revisionMax);
        }
    }

    /// What cannot be read is as wrong as what is read and should not be.
    private void look(String what, Runnable check) {
        try {
            check.run();
        } catch (LongboatException refused) {
            expect(false, what + " cannot be read: " + refused);
        }
    }

    private Optional<KeyValue> read(LongboatClient client, String key) {
        if (!key.startsWith(largePrefix())) {
            return client.get(key);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            return client.getStream(Key.of(key), View.NEWEST, bytes, Progress.SILENT)
                    .map(version -> new KeyValue(version, Value.wrap(bytes.toByteArray()), false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(String key, Optional<KeyValue> found) {
        Set<Long> possible = ledger.possible(key);
        expect(
                ledger.found(key, write -> found.map(pair -> isOf(pair, write)).orElse(write == Ledger.ABSENT)),
                key + " holds " + found.map(CrashClient::describe).orElse("nothing") + " instead of write " + possible);
    }

    private void checkRange(LongboatClient client) {
        Set<String> found = new HashSet<>();
        try (RangeCursor pairs = client.prefix(prefix())) {
            pairs.forEachRemaining(pair -> found.add(pair.key().text()));
        }
        Set<String> expected = Set.copyOf(ledger.present(prefix(), Integer.MAX_VALUE));
        expect(found.equals(expected), prefix() + " as a range holds other keys than one by one");
    }

    private void checkPast(LongboatClient client, Memory memory) {
        Optional<KeyValue> found = client.get(Key.of(memory.key()), View.at(memory.revision()));
        boolean whole = found.filter(pair -> isOf(pair, memory.write()))
                .filter(pair -> pair.version().revision() == memory.revision())
                .isPresent();
        expect(whole, memory + " is seen as " + found.map(CrashClient::describe).orElse("nothing"));
    }

    private void expect(boolean holds, String otherwise) {
        checks++;
        if (!holds) {
            wrong.add("client " + number + ": " + otherwise);
        }
    }

    private boolean isOf(KeyValue pair, long write) {
        String key = pair.key().text();
        return write != Ledger.ABSENT && pair.value().equals(value(key, write));
    }

    private static String describe(KeyValue pair) {
        return pair.version() + " " + pair.value();
    }

    /// What a write gives to a key: 1 B to 8 KiB, small sizes as often as large ones, or 1 to 4
    /// MiB.
    private Value value(String key, long write) {
        SplittableRandom sizes = new SplittableRandom(key.hashCode() ^ write << 32);
        int length = key.startsWith(largePrefix())
                ? sizes.nextInt(LARGE_BYTES_MIN, LARGE_BYTES_MAX + 1)
                : 1 + sizes.nextInt(1 << sizes.nextInt(SMALL_BYTES_BITS_MAX + 1));
        return StampedValue.ofLength(key, write, length);
    }

    private String prefix() {
        return "crash/client-" + number + "/";
    }

    private String largePrefix() {
        return prefix() + "large/";
    }

    private String smallPrefix() {
        return prefix() + "small/";
    }
}
