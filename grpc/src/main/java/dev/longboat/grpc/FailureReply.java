package dev.longboat.grpc;

import java.util.Optional;

/// The answer that a door gives in place of an error, where its programs would not survive one.
/// Safe for concurrent use.
@FunctionalInterface
public interface FailureReply {
    /// Errors are errors.
    FailureReply NONE = _ -> Optional.empty();

    /// What is answered, with the status OK; nothing when this failure is to be an error.
    Optional<Reply> inPlaceOf(Failure failure);
}
