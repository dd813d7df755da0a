package dev.longboat.grpc;

import dev.longboat.engine.Commit;
import dev.longboat.engine.Key;
import dev.longboat.engine.KeyRange;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Lookup;
import dev.longboat.engine.NewValue;
import dev.longboat.engine.Operation;
import dev.longboat.engine.OperationResult;
import dev.longboat.engine.Store;
import dev.longboat.engine.Transaction;
import dev.longboat.engine.View;
import dev.longboat.proto.v1.DeleteRequest;
import dev.longboat.proto.v1.DeleteResponse;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.SetResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Set, Get and Delete, for calls and for sessions. Nothing here blocks its caller. Safe for
/// concurrent use.
final class PointOperations {
    private final DoorResources resources;
    private final Store store;
    private final DoorStatistics statistics;
    private final LongSupplier leaseIds;

    PointOperations(DoorResources resources) {
        this.resources = resources;
        this.store = resources.store();
        this.statistics = resources.statistics();
        this.leaseIds = store::drawLease;
    }

    void set(SetCommand command, int bytes, Outcome outcome) {
        write(
                bytes,
                outcome,
                () -> {
                    Transaction set = Transaction.of(LeaseOperations.put(
                            leaseIds,
                            Keys.of(command.key()),
                            NewValue.of(command.value()),
                            command.lease(),
                            command.ttlMs()));
                    return command.returnPrevious() ? set.keepingPrevious() : set;
                },
                commit -> {
                    statistics.sets().increment();
                    OperationResult.Put put =
                            (OperationResult.Put) commit.results().getFirst();
                    answer(
                            outcome,
                            command.returnPrevious() ? put.previous() : Optional.empty(),
                            previous -> written(put, previous));
                });
    }

    private static Reply written(OperationResult.Put put, List<Reply> previous) {
        return Replies.with(
                SetResponse.newBuilder()
                        .setWritten(Replies.version(put.written()))
                        .build(),
                SetResponse.PREVIOUS_FIELD_NUMBER,
                previous);
    }

    void delete(DeleteRequest request, int bytes, Outcome outcome) {
        write(
                bytes,
                outcome,
                () -> {
                    Transaction delete = Transaction.of(new Operation.Delete(KeyRange.only(Keys.of(request.getKey()))));
                    return request.getReturnPrevious() ? delete.keepingPrevious() : delete;
                },
                commit -> {
                    statistics.deletes().increment();
                    OperationResult.Deleted deleted =
                            (OperationResult.Deleted) commit.results().getFirst();
                    Optional<KeyValue> previous = deleted.previous().stream().findFirst();
                    answer(
                            outcome,
                            request.getReturnPrevious() ? previous : Optional.empty(),
                            replies -> Replies.with(
                                    DeleteResponse.newBuilder()
                                            .setDeleted(previous.isPresent())
                                            .setRevision(commit.revision())
                                            .build(),
                                    DeleteResponse.PREVIOUS_FIELD_NUMBER,
                                    replies));
                });
    }

    /// Commits what a request asks for, its bytes counted while it is under way.
    void write(int bytes, Outcome outcome, Request request, Consumer<Commit> done) {
        if (!resources.writes().tryAcquire(bytes)) {
            outcome.fail(resources.writes().refusal().notApplied());
            return;
        }
        try {
            var _ = store.commitAsync(request.transaction()).whenComplete((commit, thrown) -> {
                resources.writes().release(bytes);
                if (thrown != null) {
                    outcome.fail(Failures.ofWrite(thrown));
                } else {
                    answering(outcome, () -> done.accept(commit));
                }
            });
        } catch (RuntimeException e) {
            resources.writes().release(bytes);
            outcome.fail(Failures.ofWrite(e));
        }
    }

    /// What a write asks for; refuses what cannot be asked for.
    @FunctionalInterface
    interface Request {
        Transaction transaction();
    }

    /// Answers a write that was committed, with what the key held before when that is asked for.
    private void answer(Outcome outcome, Optional<KeyValue> previous, Function<List<Reply>, Reply> reply) {
        Runnable answer = () -> outcome.answer(reply.apply(previous.stream()
                .map(pair -> Replies.pair(pair, false, Limits.INLINE_BYTES_MAX))
                .toList()));
        if (previous.isEmpty() || previous.get().value().isLoaded()) {
            answer.run();
        } else {
            // The write is done: its answer is never refused for want of a reader.
            resources.readers().execute(() -> answering(outcome, answer));
        }
    }

    /// Runs what answers a write that is done; if it fails, the caller learns that the write may
    /// have been applied.
    private static void answering(Outcome outcome, Runnable answer) {
        try {
            answer.run();
        } catch (RuntimeException e) {
            outcome.fail(Failures.ofRead(e).perhapsApplied());
        }
    }

    void get(GetRequest request, Outcome outcome) {
        Key key = Keys.of(request.getKey());
        View view = Numbers.view(request.getView());
        long inlineBytesMax = request.hasInlineBytesMax()
                ? Math.min(
                        Numbers.notNegative("inline_bytes_max", request.getInlineBytesMax()), Limits.INLINE_BYTES_MAX)
                : Limits.INLINE_BYTES_MAX;
        boolean keysOnly = request.getKeysOnly();
        long before = store.revision();
        switch (store.tryGet(key, view)) {
            case Lookup.Found(KeyValue found) -> {
                statistics.gets().increment();
                outcome.answer(
                        Replies.found(Optional.of(found), revisionOf(view, before, found), keysOnly, inlineBytesMax));
            }
            case Lookup.Absent _
            when view.revision() != 0 || store.revision() == before -> {
                statistics.gets().increment();
                outcome.answer(
                        Replies.found(Optional.empty(), view.revision() == 0 ? before : view.revision(), true, 0));
            }
            case Lookup.Absent _, Lookup.OnDisk _ -> {
                if (!resources.readers().tryExecute(() -> getFromDisk(key, view, keysOnly, inlineBytesMax, outcome))) {
                    outcome.fail(resources.readers().refusal());
                }
            }
        }
    }

    /// Reads at one revision, so that the answer is true of the revision it names.
    private void getFromDisk(Key key, View view, boolean keysOnly, long inlineBytesMax, Outcome outcome) {
        try {
            View at = view.revision() == 0 ? new View(store.revision(), view.bound()) : view;
            Reply reply = Replies.found(store.get(key, at), at.revision(), keysOnly, inlineBytesMax);
            statistics.gets().increment();
            outcome.answer(reply);
        } catch (RuntimeException e) {
            outcome.fail(Failures.ofRead(e));
        }
    }

    /// A revision of which the answer is true: what was newest when the read happened was newest
    /// at every revision from its own to that moment, and `before` lies before that moment.
    private static long revisionOf(View view, long before, KeyValue found) {
        return view.revision() == 0 ? Math.max(before, found.version().revision()) : view.revision();
    }
}
