package dev.longboat.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tries every order of a short history, without any thought: what [Linearizability] is held
/// against. Immutable; holds nothing.
final class EveryOrder {
    private EveryOrder() {}

    /// Whether some order of all known calls and of any of the others would have been answered so.
    static <S, I, O> boolean allows(SequentialModel<S, I, O> model, List<Invocation<I, O>> history) {
        return allows(model, model.initial(), history);
    }

    private static <S, I, O> boolean allows(SequentialModel<S, I, O> model, S state, List<Invocation<I, O>> left) {
        if (left.stream().noneMatch(Invocation::isKnown)) {
            return true;
        }
        long firstAnswer = left.stream().mapToLong(Invocation::returned).min().orElseThrow();
        for (int at = 0; at < left.size(); at++) {
            Invocation<I, O> next = left.get(at);
            if (next.invoked() < firstAnswer) {
                Optional<S> after = model.step(state, next.input(), next.output());
                List<Invocation<I, O>> others = new ArrayList<>(left);
                others.remove(at);
                if (after.isPresent() && allows(model, after.get(), others)) {
                    return true;
                }
            }
        }
        return false;
    }
}
