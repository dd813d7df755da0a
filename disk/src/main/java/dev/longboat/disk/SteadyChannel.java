package dev.longboat.disk;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file channel that outlives interrupts (D3): opened again whenever one has closed it.
///
/// The JDK closes a channel under every thread that uses it when one of them is interrupted. Here a
/// thread takes its interrupt flag off first, tries again on a fresh channel when it or another was
/// struck midway, and puts the flag back at the end. A repeated write puts the same bytes to the
/// same place, and nobody was told of the first.
///
/// The *anchor* is a second handle on the file, which no interrupt can close. A writable file has
/// one from the start, another when it is first needed. It stands in for the channel twice.
/// - *For a sync that was struck.* The closed channel's exception hides whether the sync had
///   failed. Linux tells a failure once to each handle that was open when it happened, so a sync
///   through a channel opened afterwards could succeed over lost bytes. The anchor was there
///   before and has not been told: its sync covers the same bytes and fails if theirs did.
/// - *For a file that lost its name.* It cannot be opened again; it is read through the anchor.
///
/// Safe for concurrent use; what names decide is guarded by the monitor of `openFiles`.
final class SteadyChannel implements Closeable {
    private static final int ANCHOR_STEP_BYTES = 64 * 1024;

    private final String name;
    private final Opening opening;
    private final OpenFiles openFiles;
    private volatile FileChannel channel;

    // Guarded by the monitor of openFiles.
    private Path path;
    private boolean named = true;
    private boolean closed;
    private @Nullable RandomAccessFile anchor;

    private SteadyChannel(String name, Path path, Opening opening, FileChannel channel, OpenFiles openFiles) {
        this.name = name;
        this.path = path;
        this.opening = opening;
        this.channel = channel;
        this.openFiles = openFiles;
    }

    /// One use of the channel; run again from its beginning when the channel was lost.
    interface Use {
        long of(FileChannel channel) throws IOException;
    }

    /// The channel was lost, and the file has no name to open it by.
    static final class NamelessException extends IOException {
        private static final long serialVersionUID = 1L;

        private NamelessException(String name) {
            super(name + ": deleted while open, and then a thread that used it was interrupted");
        }
    }

    /// Opens the existing file at `path`.
    ///
    /// @param name what errors call it
    static SteadyChannel open(String name, Path path, Opening opening, OpenFiles openFiles) throws IOException {
        synchronized (openFiles) {
            FileChannel channel = opening.open(path);
            try {
                SteadyChannel steady = new SteadyChannel(name, path, opening, channel, openFiles);
                if (opening.writable()) {
                    steady.holdBytes();
                }
                openFiles.add(path, steady);
                return steady;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
    }

    String name() {
        return name;
    }

    Opening opening() {
        return opening;
    }

    /// What `use` returned; `verb` and `position` tell a failure's place.
    long use(String verb, long position, Use use) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            FileChannel current = channel;
            while (true) {
                try {
                    return use.of(current);
                } catch (ClosedChannelException _) {
                    interrupted |= Thread.interrupted();
                    current = replaced(current);
                }
            }
        } catch (NamelessException e) {
            throw e;
        } catch (IOException e) {
            throw LinuxErrors.named(name, verb + " at " + position, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Reads what a file without a name still holds, one reader at a time.
    int readThroughAnchor(ByteBuffer target, long position) throws IOException {
        RandomAccessFile held = anchor();
        byte[] bytes = new byte[Math.min(target.remaining(), ANCHOR_STEP_BYTES)];
        int count;
        synchronized (held) {
            held.seek(position);
            count = held.read(bytes);
        }
        target.put(bytes, 0, Math.max(count, 0));
        return count;
    }

    long sizeThroughAnchor() throws IOException {
        return anchor().length();
    }

    void sync(SyncKind kind) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            if (kind == SyncKind.FULL || !forced()) {
                anchor().getFD().sync();
            }
        } catch (IOException e) {
            throw LinuxErrors.ofSync(name, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Whether the channel synced its bytes; false when it was closed before or during that.
    private boolean forced() throws IOException {
        try {
            channel.force(false);
            return true;
        } catch (ClosedChannelException _) {
            return false;
        }
    }

    private FileChannel replaced(FileChannel lost) throws IOException {
        synchronized (openFiles) {
            requireOpen();
            if (channel.equals(lost)) {
                if (!named) {
                    throw new NamelessException(name);
                }
                channel = opening.open(path);
            }
            return channel;
        }
    }

    private RandomAccessFile anchor() throws IOException {
        synchronized (openFiles) {
            requireOpen();
            return holdBytes();
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the file was closed");
        }
    }

    /// Makes sure that the bytes can be reached when the name is gone.
    RandomAccessFile holdBytes() throws IOException {
        synchronized (openFiles) {
            RandomAccessFile held = anchor;
            if (held == null) {
                held = new RandomAccessFile(path.toString(), "r");
                anchor = held;
            }
            return held;
        }
    }

    void renamed(Path to) {
        synchronized (openFiles) {
            path = to;
        }
    }

    void lostName() {
        synchronized (openFiles) {
            named = false;
        }
    }

    @Override
    public void close() throws IOException {
        RandomAccessFile held;
        synchronized (openFiles) {
            if (closed) {
                return;
            }
            closed = true;
            openFiles.remove(path, this);
            held = anchor;
        }
        try {
            try {
                channel.close();
            } finally {
                if (held != null) {
                    held.close();
                }
            }
        } catch (IOException e) {
            throw LinuxErrors.named(name, "close", e);
        }
    }
}
