package dev.longboat.bench;

/// Why something failed, for people. Immutable.
final class Reason {
    private Reason() {}

    /// What the innermost cause says.
    static String of(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return String.valueOf(root.getMessage());
    }
}
