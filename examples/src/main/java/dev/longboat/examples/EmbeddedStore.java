package dev.longboat.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.longboat.engine.Commit;
import dev.longboat.engine.Condition;
import dev.longboat.engine.Key;
import dev.longboat.engine.KeyRange;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.KeyVersion;
import dev.longboat.engine.NewValue;
import dev.longboat.engine.Operation;
import dev.longboat.engine.Order;
import dev.longboat.engine.RangeCursor;
import dev.longboat.engine.Snapshot;
import dev.longboat.engine.Store;
import dev.longboat.engine.StoreOptions;
import dev.longboat.engine.Transaction;
import dev.longboat.engine.Upload;
import dev.longboat.engine.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// A store inside your own program: no server, no network, one directory. It needs the four engine
/// rooms and nothing else. Confined to the main thread.
///
/// Run it twice: the second time it finds what the first one left.
public final class EmbeddedStore {
    private static final Key ADA = Key.of("person/ada");
    private static final Key VISITS = Key.of("visits");

    private final Store store;
    private final PrintStream out;

    private EmbeddedStore(Store store, PrintStream out) {
        this.store = store;
        this.out = out;
    }

    /// Runs the example over the directory that is given, or over `embedded-store`.
    public static void main(String[] arguments) throws IOException {
        run(Path.of(arguments.length == 0 ? "embedded-store" : arguments[0]), System.out);
    }

    /// Opens the store, tries everything, closes it. Only one process can have it open.
    static void run(Path directory, PrintStream out) throws IOException {
        try (Store store = Store.open(directory, StoreOptions.defaults())) {
            EmbeddedStore example = new EmbeddedStore(store, out);
            example.countThisVisit();
            example.putAndGet();
            example.lookBack();
            example.putManyAtOnce();
            example.walkARange();
            example.holdASnapshot();
            example.streamALargeValue();
        }
    }

    /// When `put` returns, the value is on disk: it survives a crash of the program, of the system,
    /// and the loss of power.
    private void putAndGet() {
        store.put(ADA, "Ada Byron".getBytes(UTF_8));

        Optional<KeyValue> found = store.get(ADA);
        out.println("person/ada is " + text(found));
    }

    /// Every change has a revision, and every revision stays readable. A delete only ends a key:
    /// its past is still there.
    private void lookBack() {
        long byron = store.revision();
        KeyVersion lovelace = store.put(ADA, "Ada Lovelace".getBytes(UTF_8));
        store.delete(ADA);

        out.println("now she is " + text(store.get(ADA)));
        out.println("before the delete she was " + text(store.get(ADA, View.at(lovelace.revision()))));
        out.println("before that she was " + text(store.get(ADA, View.at(byron))));
    }

    /// A transaction does all or nothing, and here only if nobody else wrote in between. If
    /// somebody did, look again and try again.
    private void countThisVisit() {
        while (true) {
            Optional<KeyValue> seen = store.get(VISITS);
            int visit = 1 + seen.map(found -> Integer.parseInt(text(seen))).orElse(0);
            long seenAt = seen.map(found -> found.version().revision()).orElse(0L);

            Commit commit = store.commit(Transaction.when(Condition.writtenAt(VISITS, seenAt))
                    .then(new Operation.Put(
                            VISITS, NewValue.of(Integer.toString(visit).getBytes(UTF_8)))));
            if (commit.held()) {
                out.println("this is visit " + visit);
                return;
            }
        }
    }

    /// The disk is asked once for all who wait at the same moment: a thousand puts in flight take
    /// little longer than one.
    private void putManyAtOnce() {
        CompletableFuture<?>[] puts = IntStream.range(0, 1000)
                .mapToObj(i -> store.putAsync(Key.of("number/%04d".formatted(i)), ("the number " + i).getBytes(UTF_8)))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(puts).join();
        out.println("a thousand numbers are on disk");
    }

    /// Keys are ordered by their bytes; a cursor walks any stretch of them, either way.
    private void walkARange() {
        KeyRange teens = KeyRange.between("number/0013".getBytes(UTF_8), "number/0016".getBytes(UTF_8));
        try (Snapshot now = store.snapshot();
                RangeCursor numbers = now.range(teens, Order.DESCENDING)) {
            while (numbers.next()) {
                KeyValue number = numbers.current();
                out.println(number.key() + " is " + text(Optional.of(number)));
            }
        }
    }

    /// A snapshot is the store at one moment, however long you look at it and whatever is written
    /// meanwhile. It blocks nobody.
    private void holdASnapshot() {
        KeyRange numbers = KeyRange.prefix("number/".getBytes(UTF_8));
        try (Snapshot before = store.snapshot()) {
            store.commit(Transaction.of(new Operation.Delete(numbers)));
            try (Snapshot after = store.snapshot()) {
                out.println(
                        "the snapshot has " + before.count(numbers) + " numbers, the store " + after.count(numbers));
            }
        }
    }

    /// A large value comes in and goes out in pieces, in little memory. Nobody sees it before the
    /// transaction that puts it; if the program dies before, it was never there.
    private void streamALargeValue() throws IOException {
        Key key = Key.of("film");
        try (Upload upload = store.upload()) {
            for (int i = 0; i < 16; i++) {
                upload.append(ByteBuffer.wrap(new byte[1 << 20])).join();
            }
            store.commit(Transaction.of(new Operation.Put(key, upload.finish().join())));
        }
        try (InputStream film = store.get(key).orElseThrow().value().open()) {
            out.println("a value of " + film.transferTo(OutputStream.nullOutputStream()) + " bytes");
        }
    }

    private static String text(Optional<KeyValue> found) {
        return found.map(pair -> new String(pair.value().toBytes(), UTF_8)).orElse("nowhere");
    }
}
