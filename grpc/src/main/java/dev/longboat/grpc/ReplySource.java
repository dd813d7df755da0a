package dev.longboat.grpc;

import java.util.Optional;

/// The messages of a streamed answer, made one by one as they are asked for, on the [ReaderPool].
/// Confined to one thread at a time.
interface ReplySource extends AutoCloseable {
    /// The next message, or nothing at the end. May wait for the disk.
    Optional<Reply> next();

    /// Gives back what the source pins.
    @Override
    void close();
}
