package dev.longboat.testkit;

import java.util.Optional;

/// What a client asks of one key of a store. Immutable.
public sealed interface KeyCall {
    /// The newest value whose ordinal is not above a bound; [Long#MAX_VALUE] for the newest of all.
    record Get(long ordinalMax) implements KeyCall {}

    /// A new value, whatever was there.
    record Put(String value) implements KeyCall {}

    /// An end of the key, if it is there.
    record Delete() implements KeyCall {}

    /// A new value if the present one is the expected one.
    ///
    /// @param expected empty: the key is expected not to be there
    record CompareAndSet(Optional<String> expected, String value) implements KeyCall {}
}
