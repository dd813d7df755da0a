package dev.longboat.grpc;

import java.util.Iterator;
import java.util.Optional;

/// The messages of a streamed answer, made one by one as they are asked for, on the [ReaderPool].
/// Confined to one thread at a time.
public interface ReplySource extends AutoCloseable {
    /// The next message, or nothing at the end. May wait for the disk.
    Optional<Reply> next();

    /// Asked after [#next()] had nothing: whether the source waits for something and will signal,
    /// instead of having ended.
    default boolean isWaiting() {
        return false;
    }

    /// What the source costs in the budget of answers while it does not wait.
    default int reservedBytes() {
        return Limits.STREAM_RESERVED_BYTES;
    }

    /// Gives back what the source pins.
    @Override
    void close();

    /// A source of what an iterator makes.
    ///
    /// @param pinned closed with the source
    static ReplySource of(Iterator<Reply> replies, Runnable pinned) {
        return new ReplySource() {
            @Override
            public Optional<Reply> next() {
                return replies.hasNext() ? Optional.of(replies.next()) : Optional.empty();
            }

            @Override
            public void close() {
                pinned.run();
            }
        };
    }
}
