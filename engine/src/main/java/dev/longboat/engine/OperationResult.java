package dev.longboat.engine;

import java.util.List;
import java.util.Optional;

/// What one [Operation] did, in the same order as the operations. Immutable; values may still lie
/// on disk.
public sealed interface OperationResult {
    /// Of [Operation.Put].
    ///
    /// @param written the version that the put made
    /// @param previous what was newest before, if the key existed
    record Put(KeyVersion written, Optional<KeyValue> previous) implements OperationResult {}

    /// Of [Operation.Delete].
    ///
    /// @param previous the newest versions of the keys that ended, in key order
    record Deleted(List<KeyValue> previous) implements OperationResult {
        public Deleted {
            previous = List.copyOf(previous);
        }
    }

    /// Of [Operation.Purge], [Operation.Erase] and [Operation.Trim].
    ///
    /// @param previous what was newest before, of the keys that lost versions, in key order
    record Removed(List<KeyValue> previous) implements OperationResult {
        public Removed {
            previous = List.copyOf(previous);
        }
    }

    /// Of [Operation.Read].
    ///
    /// @param found in key order
    /// @param more whether the limit cut the answer short
    record Read(List<KeyValue> found, boolean more) implements OperationResult {
        public Read {
            found = List.copyOf(found);
        }
    }

    /// Of [Operation.Nested].
    ///
    /// @param held whether the nested transaction's conditions held
    record Nested(boolean held, List<OperationResult> results) implements OperationResult {
        public Nested {
            results = List.copyOf(results);
        }
    }
}
