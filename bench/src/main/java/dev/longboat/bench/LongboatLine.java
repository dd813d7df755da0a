package dev.longboat.bench;

import dev.longboat.client.ClientOptions;
import dev.longboat.client.Condition;
import dev.longboat.client.Key;
import dev.longboat.client.KeyValue;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.LongboatClient;
import dev.longboat.client.LongboatException;
import dev.longboat.client.Operation;
import dev.longboat.client.OperationResult;
import dev.longboat.client.Progress;
import dev.longboat.client.RangeCursor;
import dev.longboat.client.RangeQuery;
import dev.longboat.client.Session;
import dev.longboat.client.SessionOptions;
import dev.longboat.client.Transaction;
import dev.longboat.client.TransactionResult;
import dev.longboat.client.Value;
import dev.longboat.client.View;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/// A line to an `lbserver`: a session, or single calls. Confined to one thread.
final class LongboatLine implements Line {
    private static final ClientOptions ONCE =
            ClientOptions.DEFAULTS.deadline(Duration.ofSeconds(60)).retryAttemptsMax(1);
    private static final int SESSION_BYTES_MAX = 1 << 20;
    private static final Key NEVER = Key.of("lab/never");

    private final LongboatClient client;
    private final Optional<Session> session;
    private final int window;
    private CompletableFuture<Answer> newest = CompletableFuture.completedFuture(new Answer.Done(0));

    private LongboatLine(LongboatClient client, Optional<Session> session, int window) {
        this.client = client;
        this.session = session;
        this.window = window;
    }

    /// A line that has up to `window` operations under way, in their order.
    static LongboatLine session(String endpoint, int window) {
        LongboatClient client = LongboatClient.connect(endpoint, ONCE);
        Session session = client.session(new SessionOptions(2 * window, SESSION_BYTES_MAX));
        return new LongboatLine(client, Optional.of(session), window);
    }

    /// A line of one call after the other.
    static LongboatLine unary(String endpoint) {
        return new LongboatLine(LongboatClient.connect(endpoint, ONCE), Optional.empty(), 1);
    }

    @Override
    public int window() {
        return window;
    }

    /// A value too large for the session goes in chunks, beside it, and keeps its place among the
    /// writes: it is sent when all before it are answered, and answered when the next is sent.
    @Override
    public CompletableFuture<Answer> write(List<Change> changes) {
        boolean beside = session.isPresent()
                && changes.getFirst()
                        .value()
                        .filter(value -> value.size() > SESSION_BYTES_MAX)
                        .isPresent();
        if (beside) {
            newest.join();
        }
        newest = send(changes);
        if (beside) {
            newest.join();
        }
        return newest;
    }

    private CompletableFuture<Answer> send(List<Change> changes) {
        Change first = changes.getFirst();
        Key key = Key.of(first.key());
        if (changes.size() > 1) {
            return answer(transact(changes), TransactionResult::revision);
        }
        if (first.isDelete()) {
            Operation.Delete delete = Operation.delete(key);
            return answer(
                    session.map(s -> s.delete(key))
                            .orElseGet(() -> client.async().delete(delete)),
                    OperationResult.Delete::revision);
        }
        Value value = first.value().orElseThrow();
        return value.size() > SESSION_BYTES_MAX || session.isEmpty()
                ? answer(client.async().set(key, value), KeyVersion::revision)
                : answer(session.get().set(key, value), set -> set.written().revision());
    }

    /// Under a condition that always holds.
    private CompletableFuture<TransactionResult> transact(List<Change> changes) {
        Operation[] operations = changes.stream().map(LongboatLine::operation).toArray(Operation[]::new);
        Transaction transaction =
                Transaction.when(Condition.on(NEVER).isAbsent()).then(operations);
        CompletableFuture<TransactionResult> result = session.map(s -> s.transact(transaction))
                .orElseGet(() -> client.async().transact(transaction));
        return result.thenApply(LongboatLine::succeeded);
    }

    private static TransactionResult succeeded(TransactionResult result) {
        if (!result.succeeded()) {
            throw new IllegalStateException("a key that nobody ever wrote is there");
        }
        return result;
    }

    private static Operation operation(Change change) {
        Key key = Key.of(change.key());
        return change.value().<Operation>map(value -> Operation.set(key, value)).orElseGet(() -> Operation.delete(key));
    }

    /// Where to find the revision of a result.
    private interface Revision<T> {
        long of(T result);
    }

    private static <T> CompletableFuture<Answer> answer(CompletableFuture<T> result, Revision<T> revision) {
        return result.handle((done, failure) -> failure == null ? new Answer.Done(revision.of(done)) : failed(failure));
    }

    private static Answer failed(Throwable failure) {
        Throwable cause = Answer.cause(failure);
        String why = String.valueOf(cause.getMessage());
        return switch (cause) {
            case LongboatException.ResourceExhausted exhausted -> new Answer.Refused(exhausted.reason());
            case LongboatException.Conflict _, LongboatException.DeadlineExceeded _ -> new Answer.Refused(why);
            case LongboatException.Unavailable _, LongboatException.Cancelled _ -> new Answer.Unreached(why);
            case LongboatException.OutcomeUnknown _, LongboatException.ServerFault _ -> new Answer.Unknown(why);
            default -> throw new IllegalStateException("the laboratory is wrong", cause);
        };
    }

    @Override
    public CompletableFuture<Optional<Held>> read(String key) {
        return readIn(View.NEWEST, key);
    }

    @Override
    public CompletableFuture<Optional<Held>> readPast(String key, long revision) {
        return readIn(View.at(revision), key);
    }

    private CompletableFuture<Optional<Held>> readIn(View view, String text) {
        Key key = Key.of(text);
        CompletableFuture<Optional<KeyValue>> found = session.map(s -> s.get(key, view))
                .orElseGet(() -> client.async().get(key, view));
        return found.thenCompose(pair -> pair.filter(KeyValue::valueOmitted)
                .map(tooLong -> CompletableFuture.supplyAsync(() -> Optional.of(streamed(tooLong.version()))))
                .orElseGet(() -> CompletableFuture.completedFuture(
                        pair.map(held -> new Held(held.value(), held.version().revision())))));
    }

    /// A version whose value is too long for one message.
    private Held streamed(KeyVersion version) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        try {
            var _ = client.getStream(version.key(), View.at(version.revision()), value, Progress.SILENT)
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Held(Value.wrap(value.toByteArray()), version.revision());
    }

    @Override
    public Set<String> keys(String prefix) throws IOException {
        Set<String> keys = new TreeSet<>();
        try (RangeCursor pairs = client.range(RangeQuery.prefix(prefix).withoutValues())) {
            pairs.forEachRemaining(pair -> keys.add(pair.key().text()));
        } catch (LongboatException e) {
            throw new IOException(e);
        }
        return keys;
    }

    @Override
    public long revision() throws IOException {
        try {
            return client.stat().revision();
        } catch (LongboatException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        session.ifPresent(Session::close);
        client.close();
    }
}
