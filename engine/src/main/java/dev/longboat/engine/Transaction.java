package dev.longboat.engine;

import java.util.List;

/// Operations that happen together or not at all: `then` when every condition holds, `otherwise`
/// when one does not.
///
/// Operations take effect in order, and each sees those before it. A key may be changed at most
/// once on either side. A transaction that changes nothing takes no revision. Immutable.
///
/// @param keepsPrevious whether the values in its results can be read as long as somebody can reach
///     them; else only until their versions are removed, which this transaction itself may do
public record Transaction(
        List<Condition> conditions, List<Operation> then, List<Operation> otherwise, boolean keepsPrevious) {
    /// How deep transactions may be nested.
    public static final int DEPTH_MAX = 4;

    public Transaction {
        conditions = List.copyOf(conditions);
        then = List.copyOf(then);
        otherwise = List.copyOf(otherwise);
    }

    /// A transaction that does not keep previous values.
    public Transaction(List<Condition> conditions, List<Operation> then, List<Operation> otherwise) {
        this(conditions, then, otherwise, false);
    }

    /// This transaction, for a caller who will read the values that it replaces or removes. They
    /// take space until the results are garbage.
    public Transaction keepingPrevious() {
        return new Transaction(conditions, then, otherwise, true);
    }

    /// These operations, without condition.
    public static Transaction of(Operation... operations) {
        return new Transaction(List.of(), List.of(operations), List.of());
    }

    /// A transaction that does nothing yet unless these hold; see [#then(Operation...)] and
    /// [#otherwise(Operation...)].
    public static Transaction when(Condition... conditions) {
        return new Transaction(List.of(conditions), List.of(), List.of());
    }

    /// This transaction with these operations when its conditions hold.
    public Transaction then(Operation... operations) {
        return new Transaction(conditions, List.of(operations), otherwise, keepsPrevious);
    }

    /// This transaction with these operations when a condition does not hold.
    public Transaction otherwise(Operation... operations) {
        return new Transaction(conditions, then, List.of(operations), keepsPrevious);
    }
}
