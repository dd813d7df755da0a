package dev.longboat.client;

import java.util.List;
import java.util.Optional;

/// What one operation of a transaction answered. Immutable.
public sealed interface OperationResult {
    /// Of [Operation.Set].
    ///
    /// @param written  the version written
    /// @param previous what was there, when asked for
    record Set(KeyVersion written, Optional<KeyValue> previous) implements OperationResult {}

    /// Of [Operation.Delete].
    ///
    /// @param deleted  whether there was something to delete
    /// @param revision the store's revision
    /// @param previous what was there, when asked for
    record Delete(boolean deleted, long revision, Optional<KeyValue> previous) implements OperationResult {}

    /// Of [Operation.DeleteRange].
    ///
    /// @param deleted the number of keys that were deleted
    record DeleteRange(long deleted) implements OperationResult {}

    /// Of [Operation.Get].
    ///
    /// @param found the pair, when there is one
    record Get(Optional<KeyValue> found) implements OperationResult {}

    /// Of [Operation.Range].
    ///
    /// @param pairs the pairs in order
    /// @param more  whether there are more beyond the limit
    record Range(List<KeyValue> pairs, boolean more) implements OperationResult {
        /// Copies the list.
        public Range {
            pairs = List.copyOf(pairs);
        }
    }

    /// Of [Operation.Nested].
    ///
    /// @param result what the transaction answered
    record Nested(TransactionResult result) implements OperationResult {}
}
