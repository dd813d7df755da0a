package dev.longboat.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Makes a failing list of operations short, so that a human can read it.
///
/// Delta debugging: cut away ever smaller runs as long as the rest still fails. The result fails,
/// and no single operation of it can be left out. Immutable; holds nothing.
public final class Shrink {
    private Shrink() {}

    /// The shortest list that was found to fail still.
    ///
    /// @param operations a list that fails
    /// @param stillFails whether a shorter list fails; must give the same answer each time
    public static <T> List<T> list(List<T> operations, Predicate<? super List<T>> stillFails) {
        List<T> failing = List.copyOf(operations);
        for (int run = Math.max(1, failing.size() / 2); run > 0; ) {
            List<T> shorter = withoutSomeRun(failing, run, stillFails);
            if (shorter.size() < failing.size()) {
                failing = shorter;
                run = Math.min(run, Math.max(1, failing.size() / 2));
            } else {
                run /= 2;
            }
        }
        return failing;
    }

    private static <T> List<T> withoutSomeRun(List<T> operations, int run, Predicate<? super List<T>> stillFails) {
        List<T> failing = operations;
        for (int at = 0; at < failing.size(); ) {
            List<T> shorter = new ArrayList<>(failing.subList(0, at));
            shorter.addAll(failing.subList(Math.min(failing.size(), at + run), failing.size()));
            if (stillFails.test(List.copyOf(shorter))) {
                failing = List.copyOf(shorter);
            } else {
                at += run;
            }
        }
        return failing;
    }
}
