package dev.longboat.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;

/// File handles held in reserve for what is written. When the process has as many files open as it
/// may, a reader can wait or fail; a journal that cannot go on in a new segment, or a manifest that
/// cannot be exchanged, would end all writing. So a few handles on the directory itself are kept,
/// and given up when a file to write, or a directory to sync, cannot be opened; what is left of
/// them is taken back at once, the rest when files can be opened again.
///
/// Never on a file in the directory: closing a handle on `LOCK` would drop the lock.
///
/// Safe for concurrent use. Lifetime: owns its handles until closed.
final class SpareHandles implements Closeable {
    /// A file to write takes two, while it is created three; a segment, a table and a manifest may
    /// begin at once.
    static final int COUNT = 8;

    private final Path directory;

    @GuardedBy("this")
    private final Deque<FileChannel> held = new ArrayDeque<>();

    @GuardedBy("this")
    private boolean wanted;

    SpareHandles(Path directory) {
        this.directory = directory;
    }

    /// What opens a file.
    interface Opening<T> {
        T open() throws IOException;
    }

    /// Holds handles from now on.
    synchronized void hold() {
        wanted = true;
        refill();
    }

    /// Opens a file, if need be with the handles given up.
    <T> T open(Opening<T> opening) throws IOException {
        try {
            T opened = opening.open();
            refill();
            return opened;
        } catch (IOException e) {
            if (!LinuxErrors.isTooManyFiles(e) || !release()) {
                throw e;
            }
        }
        try {
            return opening.open();
        } finally {
            refill();
        }
    }

    /// How many are held.
    synchronized int count() {
        return held.size();
    }

    private synchronized void refill() {
        try {
            while (wanted && held.size() < COUNT) {
                held.add(FileChannel.open(directory, StandardOpenOption.READ));
            }
        } catch (IOException _) {
            // Tried again with the next file.
        }
    }

    /// @return whether there were any
    private synchronized boolean release() throws IOException {
        boolean some = !held.isEmpty();
        while (!held.isEmpty()) {
            held.remove().close();
        }
        return some;
    }

    @Override
    public synchronized void close() throws IOException {
        wanted = false;
        boolean _ = release();
    }
}
