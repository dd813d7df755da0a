package dev.longboat.classic;

import dev.longboat.grpc.Failure;

/// What a [TextFraming] cuts out of the bytes of a connection. Immutable.
sealed interface TextFrame {
    /// The bytes of one command, without what ended it.
    record Command(byte[] bytes) implements TextFrame {}

    /// A command that was dropped while it came in.
    record Dropped(Failure failure) implements TextFrame {}
}
