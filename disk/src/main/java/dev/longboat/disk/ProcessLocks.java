package dev.longboat.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// The lock files this process holds, by real path.
///
/// Linux drops a process's lock on a file when *any* of its handles on that file is closed. So a
/// lock file is opened once, by whoever reserved its path here, and nobody else in this process
/// opens it while it is held, not even to look. The file holds the owner's process id as text, for
/// messages only; what counts is the lock.
///
/// Process-wide by nature, hence static. Safe for concurrent use.
final class ProcessLocks {
    private static final Set<Path> RESERVED = ConcurrentHashMap.newKeySet();

    /// Channels on files that another part of this process locked by other means: closing them
    /// would take its lock away.
    private static final Queue<FileChannel> NEVER_CLOSED = new ConcurrentLinkedQueue<>();

    private static final int PID_BYTES_MAX = 20;

    private ProcessLocks() {}

    /// Locks the file at `path`, whose directory is given by its real path, creating it if need be.
    static Closeable take(Path path, FileAttribute<?> ownerOnly) throws IOException {
        if (!RESERVED.add(path)) {
            throw heldHere(path);
        }
        boolean interrupted = Thread.interrupted();
        @Nullable FileChannel channel = null;
        try {
            while (channel == null) {
                channel = open(path, ownerOnly);
                if (channel == null) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (channel == null) {
                RESERVED.remove(path);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        FileChannel held = channel;
        return () -> release(path, held);
    }

    private static void release(Path path, FileChannel held) throws IOException {
        if (held.isOpen()) {
            held.close();
            RESERVED.remove(path);
        }
    }

    /// A channel that holds the lock, or null when an interrupt closed it midway.
    private static @Nullable FileChannel open(Path path, FileAttribute<?> ownerOnly) throws IOException {
        FileChannel channel = FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), ownerOnly);
        boolean kept = false;
        try {
            if (channel.tryLock() == null) {
                throw new LockedException(
                        "%s is held by %s: stop it, or use another directory".formatted(path, holder(channel)));
            }
            write(channel);
            kept = true;
            return channel;
        } catch (OverlappingFileLockException _) {
            NEVER_CLOSED.add(channel);
            kept = true;
            throw heldHere(path);
        } catch (ClosedByInterruptException _) {
            return null;
        } finally {
            if (!kept) {
                channel.close();
            }
        }
    }

    private static void write(FileChannel channel) throws IOException {
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(PID_BYTES_MAX);
        channel.read(bytes, 0);
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        return text.matches("\\d+") ? "process " + text : "another process";
    }

    private static LockedException heldHere(Path path) {
        return new LockedException("%s is held by this very process (%d): close the other owner first"
                .formatted(path, ProcessHandle.current().pid()));
    }
}
