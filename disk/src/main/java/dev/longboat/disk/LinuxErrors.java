package dev.longboat.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Gives failures of the operating system a file's name and, for a full disk and for too
/// many open files, a type.
///
/// The JDK tells error numbers only as text, in the language of the process. How it tells a full
/// disk is learnt from a device that is always full, so that it is known in every language. A quota
/// that is used up is known in English, which the launcher chooses; otherwise it is an ordinary
/// failure, which callers treat more strictly, never less. Immutable.
final class LinuxErrors {
    private static final String ENGLISH = "No space left on device";
    private static final List<String> FULL = List.of(ENGLISH, "Disk quota exceeded", toldBy(Path.of("/dev/full")));

    private LinuxErrors() {}

    /// What to throw for `cause`: itself where it already names the file and has a telling type.
    ///
    /// @param file the file's name
    /// @param action what was tried: `"write of 4096 bytes at 8192"`
    static IOException named(String file, String action, IOException cause) {
        if (cause instanceof ExhaustedException) {
            return cause;
        }
        String reason = reasonOf(cause);
        if (FULL.stream().anyMatch(reason::contains)) {
            return new DiskFullException(file + ": " + action + ": " + reason, cause);
        }
        if (isTooManyFiles(cause)) {
            return new TooManyFilesException(file + ": " + action + ": " + reason, cause);
        }
        if (cause instanceof FileSystemException) {
            return cause;
        }
        return new IOException(file + ": " + action + ": " + reason, cause);
    }

    /// Whether a file was not opened because the process, or the machine, has too many open.
    static boolean isTooManyFiles(IOException cause) {
        return cause instanceof TooManyFilesException || reasonOf(cause).contains("Too many open files");
    }

    /// What to throw for a failed sync: never a [DiskFullException], which would tell the caller
    /// that the bytes before are safe.
    static IOException ofSync(String file, IOException cause) {
        return new IOException(file + ": sync: " + reasonOf(cause), cause);
    }

    /// How the JDK tells of a full disk in the language of this process: what a write to `device`,
    /// which is one, fails with. In English when it does not fail.
    static String toldBy(Path device) {
        try (FileChannel full = FileChannel.open(device, StandardOpenOption.WRITE)) {
            return reasonOfWrite(full);
        } catch (IOException _) {
            return ENGLISH; // There is no such device here, or it may not be opened.
        }
    }

    private static String reasonOfWrite(FileChannel full) {
        try {
            full.write(ByteBuffer.allocate(1));
            return ENGLISH;
        } catch (IOException e) {
            return reasonOf(e);
        }
    }

    private static String reasonOf(IOException cause) {
        String reason = cause instanceof FileSystemException named ? named.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }
}
