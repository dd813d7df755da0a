package dev.longboat.engine;

/// Something about the files of a store that is not as it should be, for people. Immutable.
///
/// @param kind what it means
/// @param file below the data directory's root
/// @param offset the byte at which it begins
/// @param problem what was expected, and what was found
/// @param keys which keys it concerns; empty where that is none or cannot be told
/// @param advice what can be done
public record Finding(Kind kind, String file, long offset, String problem, String keys, String advice) {
    /// What a finding means.
    public enum Kind {
        /// Bytes that were durable are not as they were written.
        DAMAGE,
        /// Bytes behind everything that was acknowledged, which a crash left; they count for
        /// nothing.
        TAIL,
        /// A file that belongs to nothing any more.
        LEFTOVER,
        /// A file that is none of a store's.
        STRANGER
    }

    /// The same, with the keys that it concerns.
    Finding concerning(String concerned) {
        return new Finding(kind, file, offset, problem, concerned, advice);
    }
}
