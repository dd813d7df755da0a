package dev.longboat.client;

import java.util.List;

/// Conditions and what to do: when all hold, `then`, else `otherwise`; all at one revision, or
/// nothing. Immutable.
///
/// ```java
/// var swap = Transaction.when(Condition.on("lock").isAbsent())
///         .then(Operation.set("lock", "me"))
///         .otherwise(Operation.get("lock"));
/// boolean mine = client.transact(swap).succeeded();
/// ```
///
/// @param conditions what must hold
/// @param then       what runs when everything holds
/// @param otherwise  what runs when something does not
public record Transaction(List<Condition> conditions, List<Operation> then, List<Operation> otherwise) {
    /// Copies the lists.
    public Transaction {
        conditions = List.copyOf(conditions);
        then = List.copyOf(then);
        otherwise = List.copyOf(otherwise);
    }

    /// A transaction under conditions, which does nothing yet.
    public static Transaction when(Condition... conditions) {
        return new Transaction(List.of(conditions), List.of(), List.of());
    }

    /// A transaction of operations alone.
    public static Transaction of(Operation... operations) {
        return new Transaction(List.of(), List.of(operations), List.of());
    }

    /// The same with these operations when everything holds.
    public Transaction then(Operation... operations) {
        return new Transaction(conditions, List.of(operations), otherwise);
    }

    /// The same with these operations when something does not hold.
    public Transaction otherwise(Operation... operations) {
        return new Transaction(conditions, then, List.of(operations));
    }
}
