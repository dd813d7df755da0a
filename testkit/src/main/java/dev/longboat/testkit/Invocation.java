package dev.longboat.testkit;

import java.util.Optional;

/// One call of a recorded history: who asked what, what was answered, and between which moments.
/// Immutable.
///
/// @param client who asked; a client waits for one answer before it asks again
/// @param output empty when the outcome is unknown: the call may have taken effect, at any time
///     after it was made, or never
/// @param invoked before this moment it had no effect
/// @param returned after this moment it has no effect any more; [#NEVER] when the outcome is not
///     known
public record Invocation<I, O>(int client, I input, Optional<O> output, long invoked, long returned) {
    /// Nobody heard of the outcome.
    public static final long NEVER = Long.MAX_VALUE;

    public Invocation {
        if (invoked >= returned || output.isEmpty() != (returned == NEVER)) {
            throw new IllegalArgumentException("called at " + invoked + ", answered at " + returned + ": " + output);
        }
    }

    boolean isKnown() {
        return returned != NEVER;
    }

    @Override
    public String toString() {
        return "client " + client + " [" + invoked + ", " + (isKnown() ? returned : "?") + "] " + input + " -> "
                + output.map(Object::toString).orElse("unknown");
    }
}
