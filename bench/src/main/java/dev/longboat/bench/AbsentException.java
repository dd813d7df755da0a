package dev.longboat.bench;

/// A store answered that it does not have a pair. Immutable.
final class AbsentException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    AbsentException(long number) {
        super("pair " + number + " is not there");
    }
}
