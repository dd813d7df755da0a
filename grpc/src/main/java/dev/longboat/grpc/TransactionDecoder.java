package dev.longboat.grpc;

import dev.longboat.engine.Condition;
import dev.longboat.engine.Key;
import dev.longboat.engine.KeyRange;
import dev.longboat.engine.NewValue;
import dev.longboat.engine.Operation;
import dev.longboat.engine.Transaction;
import dev.longboat.proto.v1.DeleteRangeRequest;
import dev.longboat.proto.v1.ErrorReason;
import dev.longboat.proto.v1.RangeRequest;
import dev.longboat.proto.v1.SetRequest;
import java.util.List;
import java.util.function.LongSupplier;

/// Makes a transaction of the engine out of one from the wire, checking what the engine does not
/// know of. Confined to the call that it decodes.
final class TransactionDecoder {
    private final LongSupplier leaseIds;
    private int steps;

    private TransactionDecoder(LongSupplier leaseIds) {
        this.leaseIds = leaseIds;
    }

    /// @param leaseIds draws ids that no lease has
    /// @throws RefusedException when it is too large, too deep or has a step that makes no sense
    static Transaction decode(dev.longboat.proto.v1.Transaction transaction, LongSupplier leaseIds) {
        return new TransactionDecoder(leaseIds).transaction(transaction, 1);
    }

    private Transaction transaction(dev.longboat.proto.v1.Transaction transaction, int depth) {
        if (depth > Transaction.DEPTH_MAX) {
            throw new RefusedException(Failure.of(
                    ErrorReason.TRANSACTION_TOO_DEEP,
                    "transactions are nested more than " + Transaction.DEPTH_MAX + " deep",
                    "depth_max",
                    Transaction.DEPTH_MAX));
        }
        steps += transaction.getConditionsCount() + transaction.getThenCount() + transaction.getOtherwiseCount();
        if (steps > Limits.TRANSACTION_STEPS_MAX) {
            throw new RefusedException(Failure.of(
                    ErrorReason.TRANSACTION_TOO_LARGE,
                    "the transaction has " + steps + " or more conditions and operations, at most "
                            + Limits.TRANSACTION_STEPS_MAX + " are allowed",
                    "count",
                    steps,
                    "count_max",
                    Limits.TRANSACTION_STEPS_MAX));
        }
        return new Transaction(
                transaction.getConditionsList().stream()
                        .map(TransactionDecoder::condition)
                        .toList(),
                operations(transaction.getThenList(), depth),
                operations(transaction.getOtherwiseList(), depth),
                true);
    }

    private List<Operation> operations(List<dev.longboat.proto.v1.Operation> operations, int depth) {
        return operations.stream().map(operation -> operation(operation, depth)).toList();
    }

    private Operation operation(dev.longboat.proto.v1.Operation operation, int depth) {
        return switch (operation.getKindCase()) {
            case SET -> put(operation.getSet());
            case DELETE ->
                new Operation.Delete(KeyRange.only(Keys.of(operation.getDelete().getKey())));
            case DELETE_RANGE -> new Operation.Delete(keys(operation.getDeleteRange()));
            case GET -> {
                noView(operation.getGet().hasView());
                var _ = Numbers.notNegative(
                        "inline_bytes_max", operation.getGet().getInlineBytesMax());
                yield new Operation.Read(
                        KeyRange.only(Keys.of(operation.getGet().getKey())), 1);
            }
            case RANGE -> read(operation.getRange());
            case TRANSACTION -> new Operation.Nested(transaction(operation.getTransaction(), depth + 1));
            case KIND_NOT_SET -> throw operationMissing();
        };
    }

    static RefusedException operationMissing() {
        return new RefusedException(
                Failure.of(ErrorReason.OPERATION_MISSING, "an operation is of none of the known kinds"));
    }

    private Operation put(SetRequest set) {
        NewValue value = NewValue.of(set.getValue().toByteArray());
        return LeaseOperations.put(leaseIds, Keys.of(set.getKey()), value, set.getLease(), set.getTtlMs());
    }

    private static Operation read(RangeRequest range) {
        noView(range.hasView());
        RangeQuery query = RangeQuery.of(range);
        // From the last key down, or all of them: the answer is cut when it is put together.
        boolean whole = query.reverse() || query.countOnly() || query.limit() > Integer.MAX_VALUE;
        return new Operation.Read(query.keys(), whole ? 0 : (int) query.limit());
    }

    private static void noView(boolean has) {
        if (has) {
            throw new RefusedException(Failure.of(
                    ErrorReason.VIEW_IN_TRANSACTION, "a read in a transaction sees the newest and takes no view"));
        }
    }

    private static KeyRange keys(DeleteRangeRequest request) {
        return switch (request.getSelectorCase()) {
            case PREFIX -> Keys.prefix(request.getPrefix());
            case RANGE -> Keys.range(request.getRange());
            case SELECTOR_NOT_SET -> throw RangeQuery.selectorMissing();
        };
    }

    private static Condition condition(dev.longboat.proto.v1.Condition condition) {
        Key key = Keys.of(condition.getKey());
        Condition.Relation relation = switch (condition.getComparison()) {
            case EQUAL -> Condition.Relation.EQUAL;
            case NOT_EQUAL -> Condition.Relation.NOT_EQUAL;
            case LESS -> Condition.Relation.LESS;
            case GREATER -> Condition.Relation.GREATER;
            case COMPARISON_UNSPECIFIED, UNRECOGNIZED -> throw conditionInvalid("has no known comparison");
        };
        return switch (condition.getOperandCase()) {
            case EXISTS -> exists(key, relation, condition.getExists());
            case VERSION -> number(key, Condition.Field.VERSION, relation, condition.getVersion());
            case CREATE_REVISION ->
                number(key, Condition.Field.CREATE_REVISION, relation, condition.getCreateRevision());
            case REVISION -> number(key, Condition.Field.REVISION, relation, condition.getRevision());
            case LEASE -> number(key, Condition.Field.LEASE, relation, condition.getLease());
            case ORDINAL -> number(key, Condition.Field.ORDINAL, relation, condition.getOrdinal());
            case VALUE ->
                new Condition.Content(
                        KeyRange.only(key), relation, condition.getValue().toByteArray());
            case OPERAND_NOT_SET -> throw conditionInvalid("has no operand");
        };
    }

    private static Condition exists(Key key, Condition.Relation relation, boolean exists) {
        return switch (relation) {
            case EQUAL -> exists ? Condition.exists(key) : Condition.absent(key);
            case NOT_EQUAL -> exists ? Condition.absent(key) : Condition.exists(key);
            case LESS, GREATER -> throw conditionInvalid("compares `exists` by order");
        };
    }

    private static Condition number(Key key, Condition.Field field, Condition.Relation relation, long operand) {
        return new Condition.Numeric(KeyRange.only(key), field, relation, Numbers.notNegative("operand", operand));
    }

    private static RefusedException conditionInvalid(String what) {
        return new RefusedException(Failure.of(ErrorReason.CONDITION_INVALID, "a condition " + what));
    }
}
