package dev.longboat.engine;

/// The store, snapshot, cursor or upload was closed before the call. Nothing was done.
public final class StoreClosedException extends StoreException {
    private static final long serialVersionUID = 1L;

    StoreClosedException(String message) {
        super(message);
    }
}
