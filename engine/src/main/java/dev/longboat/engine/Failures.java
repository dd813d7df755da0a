package dev.longboat.engine;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.DiskFullException;
import dev.longboat.disk.ExhaustedException;
import dev.longboat.disk.ForeignFormatException;
import dev.longboat.disk.LockedException;
import dev.longboat.disk.TooManyFilesException;
import java.io.IOException;

/// Turns what the disk throws into what the store's callers see. Immutable; holds no state.
final class Failures {
    private Failures() {}

    /// Of a read: the key asked for cannot be read, everything else goes on.
    static StoreException ofRead(IOException e) {
        if (e instanceof ExhaustedException exhausted) {
            return exhausted(exhausted);
        }
        return new CorruptionException("a read failed: " + e.getMessage(), e);
    }

    /// Of opening a directory.
    static StoreException ofOpen(IOException e) {
        return switch (e) {
            case LockedException locked -> new StoreLockedException(String.valueOf(locked.getMessage()), locked);
            case ForeignFormatException foreign ->
                new StoreFormatException(String.valueOf(foreign.getMessage()), foreign);
            case DamagedFileException damaged -> new CorruptionException(String.valueOf(damaged.getMessage()), damaged);
            case ExhaustedException exhausted -> exhausted(exhausted);
            default -> new StoreFailedException("the directory cannot be opened: " + e.getMessage(), e);
        };
    }

    /// Of bytes that could not be moved within the journal.
    static IOException ofMove(Throwable e) {
        return switch (e) {
            case ResourceExhaustedException refused ->
                refused.getCause() instanceof ExhaustedException want ? want : new Pace.AbandonedException();
            case StoreClosedException _ -> new Pace.AbandonedException();
            default -> new IOException("a value could not be moved: " + e.getMessage(), e);
        };
    }

    /// Nothing was done, and it may succeed later.
    private static StoreException exhausted(ExhaustedException e) {
        String message = switch (e) {
            case DiskFullException full -> "the disk is full: " + full.getMessage();
            case TooManyFilesException files ->
                "no more files can be opened: " + files.getMessage() + "; raise the limit (ulimit -n)";
        };
        return new ResourceExhaustedException(message, e);
    }

    /// Of a write: after anything but a want of room or of files the medium is unknown.
    static StoreException ofWrite(Throwable e) {
        return e instanceof ExhaustedException exhausted
                ? exhausted(exhausted)
                : new StoreFailedException("a write failed, its outcome is unknown: " + e.getMessage(), e);
    }
}
