package dev.longboat.disk;

import java.io.IOException;

/// A directory is in use by another process, or by another part of this one.
public final class LockedException extends IOException {
    private static final long serialVersionUID = 1L;

    public LockedException(String message) {
        super(message);
    }
}
