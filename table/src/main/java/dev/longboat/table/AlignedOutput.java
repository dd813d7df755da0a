package dev.longboat.table;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.SyncKind;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/// Appends to a new file through one large buffer, in durable writes of whole blocks. Lifetime:
/// owns the file and the buffer. Confined to one thread at a time.
final class AlignedOutput implements Closeable {
    private final DiskFile file;
    private final Arena bufferArena = Arena.ofShared();
    private final ByteBuffer buffer;
    private long written;
    private boolean closed;

    AlignedOutput(DiskFile file, int bufferBytes) {
        this.file = file;
        this.buffer = AlignedBuffers.allocate(bufferArena, bufferBytes);
    }

    /// Where the next byte goes.
    long position() {
        return written + buffer.position();
    }

    void append(byte[] bytes, int length) throws IOException {
        int from = 0;
        while (from < length) {
            int part = Math.min(length - from, buffer.remaining());
            buffer.put(bytes, from, part);
            from += part;
            if (!buffer.hasRemaining()) {
                drain();
            }
        }
    }

    /// Appends zeros up to the next block.
    void padToBlock() throws IOException {
        int zeros = (int) (AlignedBuffers.roundUp(position()) - position());
        append(new byte[Disk.BLOCK_BYTES], zeros);
    }

    /// Writes out what is left, a whole number of blocks, and makes the file durable.
    void finish() throws IOException {
        drain();
        file.sync(SyncKind.FULL);
    }

    private void drain() throws IOException {
        buffer.flip();
        int bytes = buffer.remaining();
        file.writeFully(buffer, written);
        written += bytes;
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                file.close();
            } finally {
                bufferArena.close();
            }
        }
    }
}
