package dev.longboat.engine;

/// Something stood in the way of a call. Its kinds are closed, so that a caller can handle them
/// all.
public abstract sealed class StoreException extends RuntimeException
        permits InvalidRequestException,
                RevisionException,
                ResourceExhaustedException,
                CorruptionException,
                CompressionException,
                StoreFormatException,
                StoreLockedException,
                StoreClosedException,
                BackupException,
                StoreFailedException {
    private static final long serialVersionUID = 1L;

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
