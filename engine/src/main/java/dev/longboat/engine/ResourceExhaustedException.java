package dev.longboat.engine;

/// No room for this write now: the disk or the quota is full, or too much is in flight. Nothing of
/// it was done and reads go on; it may succeed later.
public final class ResourceExhaustedException extends StoreException {
    private static final long serialVersionUID = 1L;

    public ResourceExhaustedException(String message) {
        super(message);
    }

    ResourceExhaustedException(String message, Throwable cause) {
        super(message, cause);
    }
}
