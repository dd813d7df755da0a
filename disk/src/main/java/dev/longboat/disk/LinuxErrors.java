package dev.longboat.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;

/// Gives failures of the operating system a file's name and, for a full disk, a type.
///
/// The JDK tells error numbers only as text. In a locale whose texts are unknown here a full disk
/// is an ordinary failure, which callers treat more strictly, never less. Immutable.
final class LinuxErrors {
    private LinuxErrors() {}

    /// What to throw for `cause`: itself where it already names the file and has a telling type.
    ///
    /// @param file the file's name
    /// @param action what was tried: `"write of 4096 bytes at 8192"`
    static IOException named(String file, String action, IOException cause) {
        if (cause instanceof DiskFullException) {
            return cause;
        }
        String reason = reasonOf(cause);
        if (reason.contains("No space left on device") || reason.contains("Disk quota exceeded")) {
            return new DiskFullException(file + ": " + action + ": " + reason, cause);
        }
        if (cause instanceof FileSystemException) {
            return cause;
        }
        return new IOException(file + ": " + action + ": " + reason, cause);
    }

    /// What to throw for a failed sync: never a [DiskFullException], which would tell the caller
    /// that the bytes before are safe.
    static IOException ofSync(String file, IOException cause) {
        return new IOException(file + ": sync: " + reasonOf(cause), cause);
    }

    private static String reasonOf(IOException cause) {
        String reason = cause instanceof FileSystemException named ? named.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }
}
