package dev.longboat.disk;

/// No space, or no quota, is left for a write. Bytes before it are as durable as they were.
public final class DiskFullException extends ExhaustedException {
    private static final long serialVersionUID = 1L;

    public DiskFullException(String message) {
        super(message);
    }

    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
