package dev.longboat.bench;

import java.util.Optional;

/// What was answered to an [Act], as far as every door can tell. Immutable.
///
/// @param done whether something was stored, deleted or found
/// @param value what was found
record Outcome(boolean done, Optional<String> value) {
    static final Outcome DONE = new Outcome(true, Optional.empty());
    static final Outcome NOT_DONE = new Outcome(false, Optional.empty());

    static Outcome of(boolean done) {
        return done ? DONE : NOT_DONE;
    }

    static Outcome found(Optional<String> value) {
        return new Outcome(value.isPresent(), value);
    }
}
