package dev.longboat.bench;

import java.util.concurrent.CompletionException;

/// What a server says to a write, or what its silence means. Immutable.
sealed interface Answer {
    /// It is durable.
    ///
    /// @param revision at which it happened; 0 where the store has no such thing
    record Done(long revision) implements Answer {}

    /// It did not happen, and never will; the next may.
    record Refused(String why) implements Answer {}

    /// It did not happen, and this line will carry nothing more.
    record Unreached(String why) implements Answer {}

    /// It may have happened.
    record Unknown(String why) implements Answer {}

    /// What a future's failure is about.
    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
