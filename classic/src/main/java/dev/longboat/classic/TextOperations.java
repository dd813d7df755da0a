package dev.longboat.classic;

import dev.longboat.engine.Commit;
import dev.longboat.engine.Condition;
import dev.longboat.engine.Key;
import dev.longboat.engine.KeyRange;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Lookup;
import dev.longboat.engine.NewValue;
import dev.longboat.engine.Operation;
import dev.longboat.engine.Store;
import dev.longboat.engine.Transaction;
import dev.longboat.engine.View;
import dev.longboat.grpc.DoorResources;
import dev.longboat.grpc.DoorStatistics;
import dev.longboat.grpc.Failure;
import dev.longboat.grpc.Failures;
import dev.longboat.grpc.Keys;
import dev.longboat.grpc.RefusedException;
import dev.longboat.proto.v1.ErrorReason;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;

/// What the commands of the text protocol do, all but DUMP. Safe for concurrent use.
final class TextOperations {
    private static final byte[] OK = ascii("OK");
    private static final byte[] ALREADY_EXISTS = ascii("ALREADY_EXISTS");
    private static final byte[] NOT_FOUND = ascii("NOT_FOUND");
    private static final byte[] NULL = ascii("NULL");
    private static final byte[] INVALID_COMMAND = ascii("INVALID_COMMAND");

    private final DoorResources resources;
    private final Store store;
    private final DoorStatistics statistics;

    TextOperations(DoorResources resources) {
        this.resources = resources;
        this.store = resources.store();
        this.statistics = resources.statistics();
    }

    /// An answer that says why there is no other: `ERROR REASON in words`, on one line.
    static byte[] shown(Failure failure) {
        String unknown = "unknown".equals(failure.metadata().get("applied")) ? " (it may have been applied)" : "";
        return ("ERROR " + failure.reason() + " " + failure.message().replaceAll("\\s", " ") + unknown)
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Begins a command; must not wait.
    ///
    /// @param line whether the answer goes on a line
    /// @param answer takes the answer once, on any thread
    void start(TextCommand command, boolean line, Consumer<byte[]> answer) {
        try {
            switch (command) {
                case TextCommand.Post post -> {
                    Key key = key(post.key());
                    write(
                            Transaction.when(Condition.absent(key))
                                    .then(new Operation.Put(key, NewValue.of(post.value()))),
                            post.value().length,
                            commit -> commit.held() ? OK : ALREADY_EXISTS,
                            statistics.sets(),
                            answer);
                }
                case TextCommand.Put put -> {
                    Key key = key(put.key());
                    write(
                            Transaction.when(Condition.exists(key))
                                    .then(new Operation.Put(key, NewValue.of(put.value()))),
                            put.value().length,
                            commit -> commit.held() ? OK : NOT_FOUND,
                            statistics.sets(),
                            answer);
                }
                case TextCommand.Delete delete ->
                    write(
                            Transaction.of(new Operation.Delete(KeyRange.only(key(delete.key())))),
                            0,
                            commit -> commit.changed() ? OK : NOT_FOUND,
                            statistics.deletes(),
                            answer);
                case TextCommand.Get get -> get(key(get.key()), line, answer);
                case TextCommand.Invalid _ -> answer.accept(INVALID_COMMAND);
                case TextCommand.Refused(Failure failure) -> fail(failure, answer);
                case TextCommand.Dump _, TextCommand.Hopeless _ ->
                    throw new IllegalStateException("the connection's own affair: " + command);
            }
        } catch (RuntimeException e) {
            fail(Failures.ofWrite(e), answer);
        }
    }

    private static Key key(byte[] bytes) {
        return Keys.of(bytes);
    }

    private void write(
            Transaction transaction,
            int bytes,
            Function<Commit, byte[]> meaning,
            LongAdder counter,
            Consumer<byte[]> answer) {
        if (!resources.writes().tryAcquire(bytes)) {
            throw new RefusedException(resources.writes().refusal());
        }
        boolean begun = false;
        try {
            var _ = store.commitAsync(transaction).whenComplete((commit, thrown) -> {
                resources.writes().release(bytes);
                if (thrown != null) {
                    fail(Failures.ofWrite(thrown), answer);
                } else {
                    counter.increment();
                    answer.accept(meaning.apply(commit));
                }
            });
            begun = true;
        } finally {
            if (!begun) {
                resources.writes().release(bytes);
            }
        }
    }

    private void get(Key key, boolean line, Consumer<byte[]> answer) {
        statistics.gets().increment();
        switch (store.tryGet(key, View.NEWEST)) {
            case Lookup.Found(KeyValue found) -> answer.accept(shown(found, line));
            case Lookup.Absent _ -> answer.accept(NULL);
            case Lookup.OnDisk _ -> {
                if (!resources.readers().tryExecute(() -> getFromDisk(key, line, answer))) {
                    throw new RefusedException(resources.readers().refusal());
                }
            }
        }
    }

    private void getFromDisk(Key key, boolean line, Consumer<byte[]> answer) {
        byte[] shown;
        try {
            shown = store.get(key).map(found -> shown(found, line)).orElse(NULL);
        } catch (RuntimeException e) {
            fail(Failures.ofRead(e), answer);
            return;
        }
        answer.accept(shown);
    }

    private static byte[] shown(KeyValue found, boolean line) {
        byte[] bytes = Texts.bytes(found);
        for (int i = 0; line && i < bytes.length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                throw new RefusedException(Failure.of(
                        ErrorReason.VALUE_NOT_TEXT,
                        "the value of the key " + found.key()
                                + " has line breaks, which an answer of one line cannot carry; DUMP shows it"));
            }
        }
        return bytes;
    }

    private void fail(Failure failure, Consumer<byte[]> answer) {
        statistics.errors().increment();
        answer.accept(shown(failure));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
