package dev.longboat.client;

import io.grpc.StatusRuntimeException;

/// What happens to one call instead of what should. Immutable.
public sealed interface Fault {
    /// It is refused with an error before it is looked at.
    record Refuse(StatusRuntimeException error) implements Fault {}

    /// It is done, and instead of its answer the caller gets an error.
    record LoseAnswer(StatusRuntimeException error) implements Fault {}

    /// It is never answered, and never done.
    record Hang() implements Fault {}

    /// It breaks with an error after so many messages of its answer.
    record BreakAfter(int messages, StatusRuntimeException error) implements Fault {}
}
