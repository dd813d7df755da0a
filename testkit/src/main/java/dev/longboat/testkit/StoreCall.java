package dev.longboat.testkit;

import java.util.List;
import java.util.Optional;

/// What a client asks of a whole store: a transaction over several keys. A plain read is one that
/// changes nothing. No key is changed twice in one. Immutable.
///
/// @param guards all must hold, else `otherwise` is done
public record StoreCall(List<Guard> guards, List<Step> then, List<Step> otherwise) {
    /// What a key is expected to hold; nothing when empty.
    public record Guard(String key, Optional<String> expected) {}

    /// What is done, in order; each step sees what those before it did.
    public sealed interface Step {
        /// A new value.
        record Put(String key, String value) implements Step {}

        /// An end of a key, if it is there.
        record Delete(String key) implements Step {}

        /// Everything under a prefix.
        record Read(String prefix) implements Step {}
    }

    public StoreCall {
        guards = List.copyOf(guards);
        then = List.copyOf(then);
        otherwise = List.copyOf(otherwise);
    }

    /// Steps without a guard.
    public static StoreCall of(Step... steps) {
        return new StoreCall(List.of(), List.of(steps), List.of());
    }

    @Override
    public String toString() {
        return guards.isEmpty() ? then.toString() : guards + " ? " + then + " : " + otherwise;
    }
}
