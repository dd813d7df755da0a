package dev.longboat.testkit;

import java.util.Optional;

/// What a client is told of one key. Immutable.
///
/// @param done whether something was found, or changed
/// @param ordinal of the version that was found or written, 0 for none; [#UNTOLD] where the client
///     was not told
/// @param value that was found
public record KeyAnswer(boolean done, long ordinal, Optional<String> value) {
    /// In the place of an ordinal that the client was not told.
    public static final long UNTOLD = -1;

    static final KeyAnswer NOTHING = new KeyAnswer(false, 0, Optional.empty());

    /// Whether a client can have been told `told` when this is so.
    boolean agrees(KeyAnswer told) {
        return done == told.done && value.equals(told.value) && (told.ordinal == UNTOLD || ordinal == told.ordinal);
    }
}
