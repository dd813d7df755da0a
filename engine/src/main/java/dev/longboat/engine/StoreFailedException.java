package dev.longboat.engine;

/// A write or sync failed in a way that leaves the medium unknown, and the store has stopped for
/// good: no later call succeeds. The outcome of a write that got this is unknown until the
/// directory is opened again.
public final class StoreFailedException extends StoreException {
    private static final long serialVersionUID = 1L;

    StoreFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
