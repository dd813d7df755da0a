package dev.longboat.engine;

/// The directory or a file is not one that this build may open: newer, of another store, or no
/// store. Nothing was changed.
public final class StoreFormatException extends StoreException {
    private static final long serialVersionUID = 1L;

    StoreFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
