package dev.longboat.engine;

/// The call can never succeed as it is; nothing was done.
public final class InvalidRequestException extends StoreException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public InvalidRequestException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// What is wrong with the call.
    public Reason reason() {
        return reason;
    }

    /// What can be wrong with a call. The names are stable: doors show them.
    public enum Reason {
        KEY_EMPTY,
        KEY_TOO_LONG,
        VALUE_TOO_LARGE,
        DUPLICATE_KEY,
        TRANSACTION_TOO_LARGE,
        TRANSACTION_TOO_DEEP,
        REVISION_NEGATIVE,
        LEASE_NEGATIVE,
        LEASE_NOT_FOUND,
        LEASE_EXISTS,
        TTL_OUT_OF_RANGE,
        KEEP_TOO_SMALL,
        LIMIT_NEGATIVE,
        UPLOAD_CLOSED
    }
}
