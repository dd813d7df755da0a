package dev.longboat.examples;

import dev.longboat.client.Condition;
import dev.longboat.client.Condition.Is;
import dev.longboat.client.Key;
import dev.longboat.client.KeyValue;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import dev.longboat.client.Operation;
import dev.longboat.client.Progress;
import dev.longboat.client.RangeCursor;
import dev.longboat.client.RangeQuery;
import dev.longboat.client.Session;
import dev.longboat.client.Transaction;
import dev.longboat.client.TransactionResult;
import dev.longboat.client.Value;
import dev.longboat.client.View;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// A store in a server, through the Java client. Start one first: `make run`. Confined to the main
/// thread.
public final class RemoteStore {
    private static final Key ADA = Key.of("person/ada");
    private static final Key VISITS = Key.of("remote/visits");

    private final LongboatClient client;
    private final PrintStream out;

    private RemoteStore(LongboatClient client, PrintStream out) {
        this.client = client;
        this.out = out;
    }

    /// Runs the example against the server that is given, or against `localhost:50051`.
    public static void main(String[] arguments) throws IOException {
        run(arguments.length == 0 ? "localhost:50051" : arguments[0], System.out);
    }

    /// Connects and tries everything. One client serves any number of threads; make one, keep it.
    static void run(String endpoint, PrintStream out) throws IOException {
        try (LongboatClient client = LongboatClient.connect(endpoint)) {
            RemoteStore example = new RemoteStore(client, out);
            example.countThisVisit();
            example.setAndGet();
            example.lookBack();
            example.setManyAtOnce();
            example.walkARange();
            example.streamALargeValue();
        }
    }

    /// When `set` returns, the value is on the server's disk. Every failure is a
    /// [LongboatException]; its kind says what to do about it.
    private void setAndGet() {
        try {
            client.set("person/ada", "Ada Byron");
        } catch (LongboatException.OutcomeUnknown e) {
            out.println("the connection broke: it may be stored or not, so look: " + e.getMessage());
        }
        out.println("person/ada is " + text(client.get(ADA)));
    }

    /// Every change has a revision, and every revision stays readable.
    private void lookBack() {
        long byron = client.stat().revision();
        KeyVersion lovelace = client.set("person/ada", "Ada Lovelace");
        client.delete(ADA);

        out.println("now she is " + text(client.get(ADA)));
        out.println("before the delete she was " + text(client.get(ADA, View.at(lovelace.revision()))));
        out.println("before that she was " + text(client.get(ADA, View.at(byron))));
    }

    /// A transaction does all or nothing, and here only if nobody else wrote in between. If
    /// somebody did, look again and try again.
    private void countThisVisit() {
        while (true) {
            Optional<KeyValue> seen = client.get(VISITS);
            int visit = 1
                    + seen.map(found -> Integer.parseInt(found.value().text())).orElse(0);
            long seenAt = seen.map(found -> found.version().revision()).orElse(0L);

            TransactionResult result =
                    client.transact(Transaction.when(Condition.on(VISITS).revision(Is.EQUAL, seenAt))
                            .then(Operation.set(VISITS, Value.of(Integer.toString(visit)))));
            if (result.succeeded()) {
                out.println("this is visit " + visit);
                return;
            }
        }
    }

    /// A session keeps many operations in flight on one stream: neither the network nor the disk is
    /// waited for once per operation.
    private void setManyAtOnce() {
        try (Session session = client.session()) {
            CompletableFuture<?>[] sets = IntStream.range(0, 1000)
                    .mapToObj(i -> session.set(Key.of("number/%04d".formatted(i)), Value.of("the number " + i)))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(sets).join();
        }
        out.println("a thousand numbers are on disk");
    }

    /// A cursor reads a range of any length, as fast as it is asked and no faster, all of it at one
    /// revision.
    private void walkARange() {
        try (RangeCursor numbers =
                client.range(RangeQuery.between("number/0013", "number/0016").reversed())) {
            numbers.forEachRemaining(
                    number -> out.println(number.key() + " is " + number.value().text()));
        }
    }

    /// A value of any length goes out and comes back in chunks: a file, a socket, whatever streams.
    private void streamALargeValue() throws IOException {
        Key key = Key.of("film");
        byte[] film = new byte[16 << 20];
        client.setStream(key, new ByteArrayInputStream(film), film.length, Progress.SILENT);

        KeyVersion version = client.getStream(key, View.NEWEST, OutputStream.nullOutputStream(), Progress.SILENT)
                .orElseThrow();
        out.println("a value of " + version.valueBytes() + " bytes");
    }

    private static String text(Optional<KeyValue> found) {
        return found.map(pair -> pair.value().text()).orElse("nowhere");
    }
}
