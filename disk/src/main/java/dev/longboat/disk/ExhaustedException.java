package dev.longboat.disk;

import java.io.IOException;

/// Something of which there is only so much has run out. Nothing was done, and everything is as
/// durable as it was; the same call may succeed later.
public abstract sealed class ExhaustedException extends IOException permits DiskFullException, TooManyFilesException {
    private static final long serialVersionUID = 1L;

    ExhaustedException(String message) {
        super(message);
    }

    ExhaustedException(String message, Throwable cause) {
        super(message, cause);
    }
}
