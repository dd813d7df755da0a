package dev.longboat.engine;

import java.util.List;

/// Operations that happen together or not at all: `then` when every condition holds, `otherwise`
/// when one does not.
///
/// Operations take effect in order, and each sees those before it. A key may be changed at most
/// once on either side. A transaction that changes nothing takes no revision. Immutable.
public record Transaction(List<Condition> conditions, List<Operation> then, List<Operation> otherwise) {
    /// How deep transactions may be nested.
    public static final int DEPTH_MAX = 4;

    public Transaction {
        conditions = List.copyOf(conditions);
        then = List.copyOf(then);
        otherwise = List.copyOf(otherwise);
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
        return new Transaction(conditions, List.of(operations), otherwise);
    }

    /// This transaction with these operations when a condition does not hold.
    public Transaction otherwise(Operation... operations) {
        return new Transaction(conditions, then, List.of(operations));
    }
}
