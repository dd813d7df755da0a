package dev.longboat.disk;

import java.io.IOException;

/// No space, or no quota, is left for a write. Bytes before it are as durable as they were.
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    public DiskFullException(String message) {
        super(message);
    }

    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
