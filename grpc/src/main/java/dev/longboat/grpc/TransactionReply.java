package dev.longboat.grpc;

import com.google.protobuf.MessageLite;
import dev.longboat.engine.Commit;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.OperationResult;
import dev.longboat.proto.v1.DeleteRangeResponse;
import dev.longboat.proto.v1.DeleteResponse;
import dev.longboat.proto.v1.ErrorReason;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.Operation;
import dev.longboat.proto.v1.RangeResult;
import dev.longboat.proto.v1.SetResponse;
import dev.longboat.proto.v1.TransactResponse;
import dev.longboat.proto.v1.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts together what a transaction answers: its results beside the operations that asked for them.
///
/// An answer is at most 8 MiB. A transaction that only read is refused when it would be longer. One
/// that changed something is done, so its answer is cut to fit: first values are left out, then the
/// pairs of a range end early and say so. Confined to one thread.
final class TransactionReply {
    private final Commit commit;
    private long bytesLeft = Limits.INLINE_BYTES_MAX;

    private TransactionReply(Commit commit) {
        this.commit = commit;
    }

    /// May wait for the disk when a value that goes along is not loaded.
    static Reply of(Transaction transaction, Commit commit) {
        return new TransactionReply(commit).transaction(transaction, commit.held(), commit.results());
    }

    /// Whether some value among the results would have to be read from disk.
    static boolean needsDisk(List<OperationResult> results) {
        return results.stream().anyMatch(result -> switch (result) {
            case OperationResult.Put put -> needsDisk(put.previous().stream().toList(), 1);
            case OperationResult.Deleted deleted -> needsDisk(deleted.previous(), 1);
            case OperationResult.Removed _, OperationResult.Granted _, OperationResult.Revoked _ -> false;
            case OperationResult.Read read -> needsDisk(read.found(), Integer.MAX_VALUE);
            case OperationResult.Nested nested -> needsDisk(nested.results());
        });
    }

    private static boolean needsDisk(List<KeyValue> pairs, int limit) {
        return pairs.stream().limit(limit).anyMatch(pair -> !pair.value().isLoaded());
    }

    private Reply transaction(Transaction transaction, boolean held, List<OperationResult> results) {
        List<Operation> operations = held ? transaction.getThenList() : transaction.getOtherwiseList();
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            replies.add(result(operations.get(i), results.get(i)));
        }
        return Replies.with(
                TransactResponse.newBuilder()
                        .setSucceeded(held)
                        .setRevision(commit.revision())
                        .build(),
                TransactResponse.RESULTS_FIELD_NUMBER,
                replies);
    }

    private Reply result(Operation operation, OperationResult result) {
        return Reply.of(new Reply.Nested(
                operation.getKindCase().getNumber(),
                switch (result) {
                    case OperationResult.Put put -> put(operation, put);
                    case OperationResult.Deleted deleted when operation.hasDelete() -> deleted(operation, deleted);
                    case OperationResult.Deleted deleted ->
                        Reply.of(DeleteRangeResponse.newBuilder()
                                .setDeleted(deleted.previous().size())
                                .build());
                    case OperationResult.Read read when operation.hasGet() -> get(operation.getGet(), read);
                    case OperationResult.Read read -> range(RangeQuery.of(operation.getRange()), read);
                    case OperationResult.Nested nested ->
                        transaction(operation.getTransaction(), nested.held(), nested.results());
                    case OperationResult.Removed _, OperationResult.Granted _, OperationResult.Revoked _ ->
                        throw new IllegalStateException("no operation of the wire does so");
                }));
    }

    private Reply put(Operation operation, OperationResult.Put put) {
        return Replies.with(
                SetResponse.newBuilder()
                        .setWritten(Replies.version(put.written()))
                        .build(),
                SetResponse.PREVIOUS_FIELD_NUMBER,
                previous(operation.getSet().getReturnPrevious(), put.previous()));
    }

    private Reply deleted(Operation operation, OperationResult.Deleted deleted) {
        MessageLite head = DeleteResponse.newBuilder()
                .setDeleted(!deleted.previous().isEmpty())
                .setRevision(commit.revision())
                .build();
        return Replies.with(
                head,
                DeleteResponse.PREVIOUS_FIELD_NUMBER,
                previous(
                        operation.getDelete().getReturnPrevious(),
                        deleted.previous().stream().findFirst()));
    }

    private List<Reply> previous(boolean wanted, Optional<KeyValue> previous) {
        return wanted
                ? previous.stream()
                        .map(pair -> taken(Replies.pair(pair, false, room(pair, Limits.INLINE_BYTES_MAX))))
                        .toList()
                : List.of();
    }

    private Reply get(GetRequest get, OperationResult.Read read) {
        long inlineBytesMax = get.hasInlineBytesMax()
                ? Math.min(Numbers.notNegative("inline_bytes_max", get.getInlineBytesMax()), Limits.INLINE_BYTES_MAX)
                : Limits.INLINE_BYTES_MAX;
        Optional<KeyValue> found = read.found().stream().findFirst();
        long room = get.getKeysOnly() || found.isEmpty() ? 0 : room(found.get(), inlineBytesMax);
        return taken(Replies.found(found, commit.revision(), get.getKeysOnly(), room));
    }

    private Reply range(RangeQuery query, OperationResult.Read read) {
        List<KeyValue> found = query.reverse() ? read.found().reversed() : read.found();
        if (query.countOnly()) {
            return Reply.of(RangeResult.newBuilder()
                    .setCount(found.size())
                    .setMore(read.more())
                    .build());
        }
        long limit = query.limit() == 0 ? found.size() : Math.min(query.limit(), found.size());
        List<Reply> pairs = new ArrayList<>();
        for (KeyValue pair : found) {
            if (pairs.size() == limit || bytesLeft <= 0) {
                break;
            }
            long room = query.keysOnly() ? 0 : room(pair, query.inlineBytesMax());
            pairs.add(taken(Replies.pair(pair, query.keysOnly(), room)));
        }
        return Replies.with(
                RangeResult.newBuilder()
                        .setCount(pairs.size())
                        .setMore(read.more() || pairs.size() < found.size())
                        .build(),
                RangeResult.PAIRS_FIELD_NUMBER,
                pairs);
    }

    /// The longest value that this pair may bring along. What the request wants left out is, and
    /// what does not fit.
    private long room(KeyValue pair, long inlineBytesMax) {
        long wanted = pair.value().length();
        if (wanted > inlineBytesMax || wanted <= bytesLeft || commit.changed()) {
            return Math.min(inlineBytesMax, Math.max(0, bytesLeft));
        }
        throw tooLarge(Limits.INLINE_BYTES_MAX - bytesLeft + wanted);
    }

    private Reply taken(Reply reply) {
        bytesLeft -= reply.bytes();
        if (bytesLeft < 0 && !commit.changed()) {
            throw tooLarge(Limits.INLINE_BYTES_MAX - bytesLeft);
        }
        return reply;
    }

    private static RefusedException tooLarge(long bytes) {
        return new RefusedException(Failure.of(
                        ErrorReason.ANSWER_TOO_LARGE,
                        "the answer would have " + bytes + " bytes or more, at most " + Limits.INLINE_BYTES_MAX
                                + " are allowed",
                        "bytes",
                        bytes,
                        "bytes_max",
                        Limits.INLINE_BYTES_MAX)
                .notApplied());
    }
}
