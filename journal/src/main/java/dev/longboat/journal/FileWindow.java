package dev.longboat.journal;

import dev.longboat.disk.AlignedBuffers;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/// A window that moves along a file, so that many small looks cost few reads. Confined to the
/// thread that opened it.
///
/// Lifetime: borrows the file; owns its memory until closed.
final class FileWindow implements Closeable {
    private static final int BYTES = 1 << 20;

    private final DiskFile file;
    private final int limit;

    private Arena windowArena = Arena.ofConfined();
    private ByteBuffer window;
    private int start;
    private int loaded;

    /// @param limit where the part of the file that may be looked at ends
    FileWindow(DiskFile file, int limit) {
        this.file = file;
        this.limit = limit;
        int bytes = (int) AlignedBuffers.roundUp(Math.clamp(limit, Disk.BLOCK_BYTES, BYTES));
        this.window = AlignedBuffers.allocate(windowArena, bytes);
    }

    /// The file looked at.
    DiskFile file() {
        return file;
    }

    int limit() {
        return limit;
    }

    /// Brings `length` bytes from `offset` into the window.
    ///
    /// @return false when the limit or the file's end comes before theirs
    boolean load(int offset, int length) throws IOException {
        if (offset > limit - length) {
            return false;
        }
        if (offset >= start && offset + length <= start + loaded) {
            return true;
        }
        int from = offset & -Disk.BLOCK_BYTES;
        reserve(offset - from + length);
        window.clear().limit(Math.min(window.capacity(), limit - from));
        start = from;
        loaded = 0;
        while (window.hasRemaining()) {
            int count = file.read(window, (long) start + loaded);
            if (count < 0) {
                break;
            }
            loaded += count;
        }
        return offset + length <= start + loaded;
    }

    /// The bytes loaded. What lies at `offset` of the file is at `at(offset)`.
    ByteBuffer bytes() {
        return window;
    }

    int at(int offset) {
        return offset - start;
    }

    private void reserve(int bytes) {
        if (bytes > window.capacity()) {
            Arena larger = Arena.ofConfined();
            window = AlignedBuffers.allocate(larger, (int) AlignedBuffers.roundUp(bytes));
            windowArena.close();
            windowArena = larger;
        }
    }

    @Override
    public void close() {
        windowArena.close();
    }
}
