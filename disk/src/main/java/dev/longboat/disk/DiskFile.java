package dev.longboat.disk;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// One open file.
///
/// Positions and sizes are bytes, never negative. Safe for concurrent use; two writes that overlap
/// leave either's bytes.
public interface DiskFile extends Closeable {
    /// The name it was opened by, relative to the disk's root.
    String name();

    /// Reads up to `target.remaining()` bytes from `position`. May be short before the end of the
    /// file.
    ///
    /// @return bytes read; -1 at or beyond the end of the file
    int read(ByteBuffer target, long position) throws IOException;

    /// Writes up to `source.remaining()` bytes at `position`, growing the file as needed; bytes
    /// skipped read as zeros. May be short: a full disk writes what fits. In [WriteMode#DURABLE] a
    /// short write is cut at a block.
    ///
    /// @return bytes written, at least 1 unless `source` is empty
    int write(ByteBuffer source, long position) throws IOException;

    /// Makes earlier writes durable (D1). After a failure nothing is known of any unsynced byte,
    /// and a later success proves nothing: the caller must give up the file.
    void sync(SyncKind kind) throws IOException;

    /// Cuts the file to `size` bytes, which must not exceed its size. Durable after a sync of
    /// [SyncKind#FULL].
    void truncate(long size) throws IOException;

    /// The file's size in bytes.
    long size() throws IOException;

    @Override
    void close() throws IOException;

    /// Fills `target` from `position`.
    ///
    /// @throws EOFException when the file ends before `target` is full
    default void readFully(ByteBuffer target, long position) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = read(target, at);
            if (count < 0) {
                throw new EOFException(name() + ": ends at " + at + ", " + target.remaining() + " bytes short");
            }
            at += count;
        }
    }

    /// Writes all of `source` at `position`.
    default void writeFully(ByteBuffer source, long position) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += write(source, at);
        }
    }
}
