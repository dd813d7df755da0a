package dev.longboat.classic;

import dev.longboat.engine.Condition;
import dev.longboat.engine.Key;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Operation;
import dev.longboat.engine.Snapshot;
import dev.longboat.engine.Store;
import dev.longboat.engine.Transaction;
import dev.longboat.grpc.Failure;
import dev.longboat.grpc.ReaderPool;
import dev.longboat.grpc.RefusedException;
import dev.longboat.proto.v1.ErrorReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Removes versions of keys and tells what was newest of each. What was newest is looked at first,
/// so that a removal whose answer cannot be given is refused and changes nothing (C6); it is
/// carried out only if the keys still stand so, else from the start again. Immutable.
record Removals(Store store, ReaderPool readers) {
    private static final int ATTEMPTS_MAX = 100;

    /// A removal that is ready to be committed.
    private record Attempt(Removed removed, Transaction transaction) {}

    /// Removes in one transaction, which this thread waits for.
    ///
    /// @param keys each once
    /// @param operation what is done to a key that exists
    Removed removeNow(Collection<Key> keys, Function<Key, Operation> operation) {
        for (int attempts = 1; ; attempts++) {
            Attempt attempt = prepare(keys, operation);
            boolean kept = false;
            try {
                if (attempt.removed().found().isEmpty()
                        || store.commit(attempt.transaction()).held()) {
                    kept = true;
                    return attempt.removed();
                }
            } finally {
                if (!kept) {
                    attempt.removed().close();
                }
            }
            refuseAfter(attempts);
        }
    }

    /// As [#removeNow], without waiting.
    CompletableFuture<Removed> remove(Collection<Key> keys, Function<Key, Operation> operation) {
        CompletableFuture<Removed> done = new CompletableFuture<>();
        if (!readers.tryExecute(() -> attempt(keys, operation, 1, done))) {
            done.completeExceptionally(new RefusedException(readers.refusal()));
        }
        return done;
    }

    private void attempt(
            Collection<Key> keys, Function<Key, Operation> operation, int attempts, CompletableFuture<Removed> done) {
        try {
            Attempt attempt = prepare(keys, operation);
            if (attempt.removed().found().isEmpty()) {
                done.complete(attempt.removed());
                return;
            }
            var _ = store.commitAsync(attempt.transaction()).whenComplete((commit, thrown) -> {
                if (thrown == null && commit.held()) {
                    done.complete(attempt.removed());
                    return;
                }
                attempt.removed().close();
                try {
                    if (thrown != null) {
                        done.completeExceptionally(thrown);
                    } else {
                        refuseAfter(attempts);
                        readers.execute(() -> attempt(keys, operation, attempts + 1, done));
                    }
                } catch (RuntimeException e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private Attempt prepare(Collection<Key> keys, Function<Key, Operation> operation) {
        Snapshot before = store.snapshot();
        try {
            Map<Key, KeyValue> found = new LinkedHashMap<>();
            List<Condition> conditions = new ArrayList<>();
            List<Operation> operations = new ArrayList<>();
            for (Key key : keys) {
                before.get(key).ifPresent(pair -> {
                    var _ = Texts.bytes(pair);
                    found.put(key, pair);
                    conditions.add(Condition.writtenAt(key, pair.version().revision()));
                    operations.add(operation.apply(key));
                });
            }
            return new Attempt(new Removed(before, found), new Transaction(conditions, operations, List.of()));
        } catch (RuntimeException e) {
            before.close();
            throw e;
        }
    }

    private static void refuseAfter(int attempts) {
        if (attempts == ATTEMPTS_MAX) {
            throw new RefusedException(Failure.of(
                    ErrorReason.CONFLICT,
                    "others changed the same keys " + attempts + " times; nothing was removed",
                    "attempts",
                    attempts));
        }
    }
}
