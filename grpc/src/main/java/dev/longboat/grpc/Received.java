package dev.longboat.grpc;

/// What came in where a message was due. A message that cannot be read is a value too, so that its
/// call is answered with a reason (G6). Immutable.
///
/// @param <T> the message
public sealed interface Received<T> {
    /// A message.
    ///
    /// @param bytes its length on the wire
    record Message<T>(T message, int bytes) implements Received<T> {}

    /// Bytes that are no such message, or too many of them.
    record Unreadable<T>(Failure failure) implements Received<T> {}
}
