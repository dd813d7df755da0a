package dev.longboat.bench;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.Key;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import dev.longboat.client.OperationResult;
import dev.longboat.client.Session;
import dev.longboat.client.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/// One client that fills a server's disk: many writes under way, most to new keys, some to keys
/// that are there. Confined to one thread.
final class Filling implements AutoCloseable {
    /// The reason of a refusal.
    static final String DISK_FULL = "DISK_FULL";

    private static final int WINDOW = 64;
    private static final long OVERLOADED_PAUSE_NANOS = 1_000_000;
    private static final int WRITES_PER_OVERWRITE = 5;

    private record Sent(Book.Entry entry, int bytes, CompletableFuture<OperationResult.Set> answer) {}

    private final LongboatClient client;
    private final Session session;
    private final Book book;
    private final Random random;
    private final Deque<Sent> underWay = new ArrayDeque<>();
    private long takenBytes;

    Filling(String endpoint, Book book, Random random) {
        this.client = LongboatClient.connect(endpoint, ClientOptions.DEFAULTS.retryAttemptsMax(1));
        this.session = client.session();
        this.book = book;
        this.random = random;
    }

    /// Writes until a write is refused because the disk is full.
    ///
    /// @param bytesMax when to give up
    /// @return how many bytes of values were taken
    long untilRefused(long bytesMax) {
        int keys = book.present().size();
        boolean welcome = true;
        while (welcome && takenBytes < bytesMax) {
            boolean overwrites = keys > 0 && random.nextInt(WRITES_PER_OVERWRITE) == 0;
            send(book.key(overwrites ? random.nextInt(keys) : keys++));
            welcome = underWay.size() < WINDOW || settle(underWay.removeFirst());
        }
        while (!underWay.isEmpty()) {
            settle(underWay.removeFirst());
        }
        return takenBytes;
    }

    private void send(String key) {
        Book.Entry entry = book.next(key);
        byte[] value = book.value(entry);
        underWay.addLast(new Sent(entry, value.length, session.set(Key.of(key), Value.of(value))));
    }

    /// @return whether the next is worth a try
    private boolean settle(Sent sent) {
        try {
            sent.answer().join();
            book.written(sent.entry());
            takenBytes += sent.bytes();
            return true;
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof LongboatException failure)) {
                throw e;
            }
            return isRefusedForAMoment(sent, failure);
        }
    }

    private boolean isRefusedForAMoment(Sent sent, LongboatException failure) {
        if (!(failure instanceof LongboatException.ResourceExhausted)) {
            book.failed(sent.entry(), failure);
            return false;
        }
        book.refused();
        if (failure.reason().equals(DISK_FULL)) {
            return false;
        }
        LockSupport.parkNanos(OVERLOADED_PAUSE_NANOS);
        return true;
    }

    @Override
    public void close() {
        session.close();
        client.close();
    }
}
