package dev.longboat.engine;

/// Bytes on disk that must be whole are not. Says which file and where; never answered with wrong
/// bytes or "not found".
public final class CorruptionException extends StoreException {
    private static final long serialVersionUID = 1L;

    CorruptionException(String message, Throwable cause) {
        super(message, cause);
    }
}
