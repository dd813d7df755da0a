package dev.longboat.cli;

/// The command line asks for something that makes no sense; the message says what. Immutable.
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
