package dev.longboat.engine;

/// Another process, or another part of this one, has the directory open. Nothing was changed.
public final class StoreLockedException extends StoreException {
    private static final long serialVersionUID = 1L;

    StoreLockedException(String message, Throwable cause) {
        super(message, cause);
    }
}
