package dev.longboat.engine;

/// A [ValueCompression] is needed that is not there: to open a store with it, or to read a value
/// that it wrote. Nothing is damaged and nothing is lost; with the compression on the class path
/// the call succeeds.
public final class CompressionException extends StoreException {
    private static final long serialVersionUID = 1L;

    CompressionException(String message) {
        super(message);
    }

    CompressionException(String message, Throwable cause) {
        super(message, cause);
    }
}
