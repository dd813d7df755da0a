package dev.longboat.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What one [Operation] did, in the same order as the operations. Immutable; values may still lie
/// on disk, and when their versions are removed before they are read, that fails with a
/// [RevisionException], unless the transaction was to keep them.
public sealed interface OperationResult {
    private static List<KeyValue> each(List<KeyValue> found, UnaryOperator<KeyValue> replacement) {
        return found.stream().map(replacement).toList();
    }

    /// The same result with something done to the versions that it answers.
    default OperationResult map(UnaryOperator<KeyValue> replacement) {
        return switch (this) {
            case Put put -> new Put(put.written(), put.previous().map(replacement));
            case Deleted deleted -> new Deleted(each(deleted.previous(), replacement));
            case Removed removed -> new Removed(each(removed.previous(), replacement));
            case Revoked revoked -> new Revoked(each(revoked.previous(), replacement), revoked.ended());
            case Granted _ -> this;
            case Read read -> new Read(each(read.found(), replacement), read.more());
            case Nested nested ->
                new Nested(
                        nested.held(),
                        nested.results().stream()
                                .map(result -> result.map(replacement))
                                .toList());
        };
    }

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

    /// Of [Operation.Grant].
    record Granted(Lease lease) implements OperationResult {}

    /// Of [Operation.Revoke].
    ///
    /// @param previous the newest versions of the keys that ended, in key order
    /// @param ended whether the lease ended; else it holds more keys
    record Revoked(List<KeyValue> previous, boolean ended) implements OperationResult {
        public Revoked {
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
