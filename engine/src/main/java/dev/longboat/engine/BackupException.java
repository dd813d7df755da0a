package dev.longboat.engine;

/// A copy of a store cannot be made or cannot be used: its place is taken, it is on another file
/// system, it is no backup. Nothing of it counts, and the store itself is unharmed.
public final class BackupException extends StoreException {
    private static final long serialVersionUID = 1L;

    public BackupException(String message) {
        super(message);
    }

    public BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
