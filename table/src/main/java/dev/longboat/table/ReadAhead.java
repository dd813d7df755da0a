package dev.longboat.table;

import dev.longboat.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A window onto a file that is read from front to back: each time it is left, what follows is read
/// in one go. Confined to one thread at a time.
final class ReadAhead {
    private static final int WINDOW_BYTES = 256 << 10;

    private final DiskFile file;
    private final long end;
    private byte[] window = new byte[0];
    private long start;
    private int filled;

    /// @param end where there is nothing more to read ahead
    ReadAhead(DiskFile file, long end) {
        this.file = file;
        this.end = end;
    }

    /// Copies `length` bytes from `offset` to the start of `target`.
    void read(long offset, byte[] target, int length) throws IOException {
        if (offset < start || offset + length > start + filled) {
            fill(offset, length);
        }
        System.arraycopy(window, Math.toIntExact(offset - start), target, 0, length);
    }

    private void fill(long offset, int length) throws IOException {
        int wanted = (int) Math.max(length, Math.min(WINDOW_BYTES, end - offset));
        if (window.length < wanted) {
            window = new byte[wanted];
        }
        filled = 0;
        file.readFully(ByteBuffer.wrap(window, 0, wanted), offset);
        start = offset;
        filled = wanted;
    }
}
