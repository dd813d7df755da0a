package dev.longboat.testkit;

import java.util.List;
import java.util.stream.Collectors;

/// What [Linearizability] found. Immutable.
public sealed interface Verdict<I, O> {
    /// There is an order in which one copy, asked one thing at a time, would have answered so.
    ///
    /// @param order such an order; calls of unknown outcome that had no effect are not in it
    record Linearizable<I, O>(List<Invocation<I, O>> order) implements Verdict<I, O> {
        public Linearizable {
            order = List.copyOf(order);
        }
    }

    /// There is none.
    ///
    /// @param order the longest beginning that there is
    /// @param stuck the answer that does not follow it, nor any other beginning
    record NotLinearizable<I, O>(List<Invocation<I, O>> order, Invocation<I, O> stuck) implements Verdict<I, O> {
        private static final int SHOWN = 12;

        public NotLinearizable {
            order = List.copyOf(order);
        }

        @Override
        public String toString() {
            return "not linearizable: " + stuck + "\nfollows no order; the longest one ends\n"
                    + order.stream()
                            .skip(Math.max(0, order.size() - SHOWN))
                            .map(each -> "  " + each + "\n")
                            .collect(Collectors.joining());
        }
    }

    /// The search was given up.
    ///
    /// @param steps after so many tries
    record Undecided<I, O>(long steps) implements Verdict<I, O> {}

    /// Fails unless an order was found.
    default void requireLinearizable() {
        if (!(this instanceof Linearizable)) {
            throw new AssertionError(toString());
        }
    }
}
