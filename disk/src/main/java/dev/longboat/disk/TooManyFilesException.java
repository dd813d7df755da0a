package dev.longboat.disk;

/// The process, or the machine, has as many files open as it may. No file was opened.
public final class TooManyFilesException extends ExhaustedException {
    private static final long serialVersionUID = 1L;

    public TooManyFilesException(String message) {
        super(message);
    }

    public TooManyFilesException(String message, Throwable cause) {
        super(message, cause);
    }
}
