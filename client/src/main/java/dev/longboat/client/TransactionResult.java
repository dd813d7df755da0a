package dev.longboat.client;

import java.util.List;

/// What a transaction answered. Immutable.
///
/// @param succeeded whether every condition held, so that `then` ran
/// @param revision  the revision of its changes, or the newest when it changed nothing
/// @param results   one for each operation of the branch that ran, in order
public record TransactionResult(boolean succeeded, long revision, List<OperationResult> results) {
    /// Copies the list.
    public TransactionResult {
        results = List.copyOf(results);
    }
}
