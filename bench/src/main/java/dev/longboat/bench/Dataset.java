package dev.longboat.bench;

import dev.longboat.client.Key;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.OperationResult;
import dev.longboat.client.Session;
import dev.longboat.client.SessionOptions;
import dev.longboat.client.Value;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Pairs that a bench loads and then reads: pair `i` is a function of `i` alone, its key scattered
/// over the key space, its value random. Immutable.
///
/// A value is its number and a window of random bytes, so that making one costs little more than
/// copying it.
final class Dataset {
    private static final int RANDOM_BYTES = 1 << 20;
    private static final int NUMBER_BYTES = Long.BYTES;

    /// The shortest key with the longest prefix that experiments use.
    static final int KEY_BYTES_MIN = 32;

    private static final byte[] NO_BYTES = {};
    private static final int SESSIONS = 4;
    private static final SessionOptions LOADING = new SessionOptions(2048, 2 << 20);
    private static final int REPORTS = 10;

    private final String prefix;
    private final long pairs;
    private final int keyBytes;
    private final int valueBytes;
    private final byte[] random;

    /// @param prefix what every key starts with
    /// @param pairs how many there are
    /// @param keyBytes the length of a key, at least that of the prefix and 16
    /// @param valueBytes the length of a value, at least 8
    Dataset(String prefix, long pairs, int keyBytes, int valueBytes) {
        if (keyBytes < prefix.length() + 16 || valueBytes < NUMBER_BYTES) {
            throw new IllegalArgumentException("keys of " + keyBytes + " bytes, values of " + valueBytes
                    + ": a key needs " + (prefix.length() + 16) + ", a value " + NUMBER_BYTES);
        }
        this.prefix = prefix;
        this.pairs = pairs;
        this.keyBytes = keyBytes;
        this.valueBytes = valueBytes;
        this.random = new byte[RANDOM_BYTES + valueBytes];
        new SplittableRandom(prefix.hashCode()).nextBytes(random);
    }

    String prefix() {
        return prefix;
    }

    long pairs() {
        return pairs;
    }

    int valueBytes() {
        return valueBytes;
    }

    /// What all keys and values take.
    long bytes() {
        return pairs * (keyBytes + valueBytes);
    }

    /// The key of pair `i`.
    Key key(long i) {
        return Key.of(keyBytes(i));
    }

    /// The bytes of the key of pair `i`: the prefix, 16 scattered digits, dots.
    byte[] keyBytes(long i) {
        byte[] key = new byte[keyBytes];
        Arrays.fill(key, (byte) '.');
        byte[] start = (prefix + "%016x".formatted(scatter(i))).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(start, 0, key, 0, start.length);
        return key;
    }

    /// The bytes of the value of pair `i`.
    byte[] valueBytes(long i) {
        int from = windowOf(i);
        byte[] value = Arrays.copyOfRange(random, from, from + valueBytes);
        ByteBuffer.wrap(value).putLong(0, i);
        return value;
    }

    /// Whether these are the bytes of the value of pair `i`.
    boolean isValue(long i, Value value) {
        return value.buffer().equals(ByteBuffer.wrap(valueBytes(i)));
    }

    /// Pair `i`, to be written.
    Pair toWrite(long i) {
        return new Pair(this, i, keyBytes(i), valueBytes(i));
    }

    /// Pair `i`, to be read.
    Pair toRead(long i) {
        return new Pair(this, i, keyBytes(i), NO_BYTES);
    }

    /// Whether these bytes have the length, the start and the end of the value of pair `i`: what
    /// can be asked of every answer without costing more than it.
    boolean looksLikeValue(long i, ByteBuffer found) {
        int at = found.position();
        if (found.remaining() != valueBytes || found.getLong(at) != i) {
            return false;
        }
        int from = windowOf(i);
        for (int last = Math.max(NUMBER_BYTES, valueBytes - NUMBER_BYTES); last < valueBytes; last++) {
            if (found.get(at + last) != random[from + last]) {
                return false;
            }
        }
        return true;
    }

    /// Some pair, the same for the same thread and turn.
    long pick(int thread, long turn) {
        return new SplittableRandom(thread * 1_000_003L + turn).nextLong(pairs);
    }

    /// Stores all pairs durably, through a few sessions at once.
    void load(String endpoint, PrintStream progress) throws InterruptedException {
        List<Thread> loaders = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        long started = System.nanoTime();
        for (int i = 0; i < SESSIONS; i++) {
            int first = i;
            loaders.add(Thread.ofPlatform().daemon().start(() -> {
                try {
                    load(endpoint, first, first == 0 ? progress : new PrintStream(PrintStream.nullOutputStream()));
                } catch (RuntimeException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            }));
        }
        for (Thread loader : loaders) {
            loader.join();
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new IllegalStateException("loading failed", failures.getFirst());
            }
        }
        double seconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started) / 1e3;
        progress.printf("loaded %d pairs in %.1f s, %.0f per second%n", pairs, seconds, pairs / seconds);
    }

    private void load(String endpoint, int first, PrintStream progress) {
        try (LongboatClient client = LongboatClient.connect(endpoint);
                Session session = client.session(LOADING)) {
            List<CompletableFuture<OperationResult.Set>> answers = new ArrayList<>();
            for (long i = first; i < pairs; i += SESSIONS) {
                answers.add(session.set(key(i), Value.wrap(valueBytes(i))));
                if (answers.size() == 2 * LOADING.operationsMax()) {
                    answers.forEach(CompletableFuture::join);
                    answers.clear();
                }
                if (i / SESSIONS % Math.max(1, pairs / SESSIONS / REPORTS) == 0) {
                    progress.printf("loading %d of %d pairs%n", i, pairs);
                }
            }
            answers.forEach(CompletableFuture::join);
        }
    }

    private static int windowOf(long i) {
        return (int) Math.floorMod(scatter(i), (long) RANDOM_BYTES);
    }

    /// A bijection of all numbers that leaves no order.
    static long scatter(long i) {
        long mixed = (i ^ i >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}
