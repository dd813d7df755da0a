package dev.longboat.client;

import com.google.protobuf.ByteString;
import dev.longboat.client.MemoryStore.Version;
import dev.longboat.proto.v1.Condition;
import dev.longboat.proto.v1.DeleteRangeResponse;
import dev.longboat.proto.v1.DeleteRequest;
import dev.longboat.proto.v1.DeleteResponse;
import dev.longboat.proto.v1.ErrorReason;
import dev.longboat.proto.v1.GetResponse;
import dev.longboat.proto.v1.Operation;
import dev.longboat.proto.v1.OperationResult;
import dev.longboat.proto.v1.RangeChunk;
import dev.longboat.proto.v1.RangeRequest;
import dev.longboat.proto.v1.RangeResult;
import dev.longboat.proto.v1.ReadView;
import dev.longboat.proto.v1.SetRequest;
import dev.longboat.proto.v1.SetResponse;
import dev.longboat.proto.v1.TransactResponse;
import dev.longboat.proto.v1.Transaction;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Changes of a [MemoryStore] that share one revision. Confined to the holder of the store's
/// monitor.
final class MemoryTransaction {
    private static final ReadView NEWEST = ReadView.getDefaultInstance();

    private final MemoryStore store;
    private final long changing;
    private final Set<ByteString> changed = new HashSet<>();
    private final IdentityHashMap<Transaction, Boolean> decided = new IdentityHashMap<>();

    MemoryTransaction(MemoryStore store) {
        this.store = store;
        this.changing = store.revision() + 1;
    }

    SetResponse set(SetRequest request) {
        change(request.getKey());
        Optional<Version> before = store.get(request.getKey(), NEWEST);
        // A lease of its own is told as one of that many milliseconds.
        long lease = request.getLease() == 0 ? request.getTtlMs() : request.getLease();
        SetResponse.Builder answer = SetResponse.newBuilder()
                .setWritten(store.set(request.getKey(), request.getValue(), lease, changing)
                        .clocks());
        if (request.getReturnPrevious()) {
            before.ifPresent(version -> answer.setPrevious(MemoryDoor.pair(version, false)));
        }
        return answer.build();
    }

    DeleteResponse delete(DeleteRequest request) {
        change(request.getKey());
        Optional<Version> before = store.get(request.getKey(), NEWEST);
        boolean deleted = store.delete(request.getKey(), changing);
        DeleteResponse.Builder answer =
                DeleteResponse.newBuilder().setDeleted(deleted).setRevision(store.revision());
        if (request.getReturnPrevious()) {
            before.ifPresent(version -> answer.setPrevious(MemoryDoor.pair(version, false)));
        }
        return answer.build();
    }

    TransactResponse run(Transaction transaction) {
        decide(transaction);
        return perform(transaction);
    }

    /// All conditions are looked at before anything is done.
    private void decide(Transaction transaction) {
        boolean succeeded = transaction.getConditionsList().stream().allMatch(this::holds);
        decided.put(transaction, succeeded);
        branch(transaction, succeeded).stream()
                .filter(Operation::hasTransaction)
                .forEach(operation -> decide(operation.getTransaction()));
    }

    private static List<Operation> branch(Transaction transaction, boolean succeeded) {
        return succeeded ? transaction.getThenList() : transaction.getOtherwiseList();
    }

    private TransactResponse perform(Transaction transaction) {
        boolean succeeded = Boolean.TRUE.equals(decided.get(transaction));
        List<Operation> branch = branch(transaction, succeeded);
        TransactResponse.Builder answer = TransactResponse.newBuilder().setSucceeded(succeeded);
        branch.forEach(operation -> answer.addResults(perform(operation)));
        return answer.setRevision(store.revision()).build();
    }

    private void change(ByteString key) {
        MemoryDoor.checkKey(key);
        if (!changed.add(key)) {
            throw MemoryDoor.refuse(ErrorReason.KEY_TWICE, "a transaction changes " + key.toStringUtf8() + " twice");
        }
    }

    private OperationResult perform(Operation operation) {
        OperationResult.Builder result = OperationResult.newBuilder();
        return switch (operation.getKindCase()) {
            case SET -> result.setSet(set(operation.getSet())).build();
            case DELETE -> result.setDelete(delete(operation.getDelete())).build();
            case DELETE_RANGE -> result.setDeleteRange(deleteRange(operation)).build();
            case GET -> result.setGet(get(operation)).build();
            case RANGE -> result.setRange(range(operation.getRange())).build();
            case TRANSACTION ->
                result.setTransaction(perform(operation.getTransaction())).build();
            case KIND_NOT_SET -> throw MemoryDoor.refuse(ErrorReason.OPERATION_MISSING, "an operation of no kind");
        };
    }

    private DeleteRangeResponse deleteRange(Operation operation) {
        RangeRequest.Builder range = RangeRequest.newBuilder();
        if (operation.getDeleteRange().hasPrefix()) {
            range.setPrefix(operation.getDeleteRange().getPrefix());
        } else {
            range.setRange(operation.getDeleteRange().getRange());
        }
        RangeResult found = range(range.build());
        found.getPairsList().forEach(pair -> {
            change(pair.getVersion().getKey());
            store.delete(pair.getVersion().getKey(), changing);
        });
        return DeleteRangeResponse.newBuilder()
                .setDeleted(found.getPairsCount())
                .build();
    }

    private GetResponse get(Operation operation) {
        GetResponse.Builder answer = GetResponse.newBuilder().setRevision(store.revision());
        store.get(operation.getGet().getKey(), NEWEST)
                .ifPresent(found ->
                        answer.setVersion(found.clocks()).setValue(found.value().orElseThrow()));
        return answer.build();
    }

    private RangeResult range(RangeRequest request) {
        RangeChunk whole =
                new RangeChunker(store, Integer.MAX_VALUE).chunks(request).getFirst();
        return RangeResult.newBuilder()
                .addAllPairs(whole.getPairsList())
                .setCount(whole.getEnd().getCount())
                .setMore(whole.getEnd().getMore())
                .build();
    }

    private boolean holds(Condition condition) {
        Optional<Version> found = store.get(condition.getKey(), NEWEST);
        var clocks = found.map(Version::clocks);
        return switch (condition.getOperandCase()) {
            case EXISTS -> compares(condition, Boolean.compare(found.isPresent(), condition.getExists()));
            case VERSION ->
                compares(condition, Long.compare(clocks.map(c -> c.getVersion()).orElse(0L), condition.getVersion()));
            case CREATE_REVISION ->
                compares(
                        condition,
                        Long.compare(clocks.map(c -> c.getCreateRevision()).orElse(0L), condition.getCreateRevision()));
            case REVISION ->
                compares(
                        condition, Long.compare(clocks.map(c -> c.getRevision()).orElse(0L), condition.getRevision()));
            case LEASE ->
                compares(condition, Long.compare(clocks.map(c -> c.getLease()).orElse(0L), condition.getLease()));
            case ORDINAL ->
                compares(condition, Long.compare(clocks.map(c -> c.getOrdinal()).orElse(0L), condition.getOrdinal()));
            case VALUE ->
                found.flatMap(Version::value)
                        .map(value -> compares(
                                condition,
                                ByteString.unsignedLexicographicalComparator().compare(value, condition.getValue())))
                        .orElse(false);
            case OPERAND_NOT_SET -> throw MemoryDoor.refuse(ErrorReason.CONDITION_INVALID, "a condition on nothing");
        };
    }

    private static boolean compares(Condition condition, int order) {
        return switch (condition.getComparison()) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case GREATER -> order > 0;
            case COMPARISON_UNSPECIFIED, UNRECOGNIZED ->
                throw MemoryDoor.refuse(ErrorReason.CONDITION_INVALID, "a condition without a comparison");
        };
    }
}
