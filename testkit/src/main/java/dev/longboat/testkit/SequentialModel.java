package dev.longboat.testkit;

import java.util.Optional;

/// What something shared does when it is asked one thing at a time: the measure of
/// [Linearizability]. Implementations are immutable and so are their states, which have `equals`
/// and `hashCode`.
public interface SequentialModel<S, I, O> {
    /// Before the first call.
    S initial();

    /// Does a call.
    ///
    /// @param output what was answered; empty when nobody knows, then any answer will do
    /// @return the state afterwards; empty when in this state nobody would have answered so
    Optional<S> step(S state, I input, Optional<O> output);

    /// A number that grows along every order, such as a revision; 0 where there is none. With
    /// [#clockBefore] it saves the search most of the orders in which calls of unknown outcome came
    /// too early.
    default long clock(S state) {
        return 0;
    }

    /// The highest clock that a state before this call can have shown, as far as the answer tells.
    default long clockBefore(I input, O output) {
        return Long.MAX_VALUE;
    }
}
