package dev.longboat.races;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/// How much of a structure's calls is interleaved: scenarios are drawn, `longboat.count` of them
/// (5), and of each a hundred interleavings are run. Immutable.
///
/// @param threads at once
/// @param calls of each
/// @param around calls before the threads begin, and as many when they have ended
public record Interleavings(int threads, int calls, int around) {
    private static final int SCENARIOS = 5;
    private static final int OF_EACH = 100;

    /// Looks for an answer that no order explains.
    ///
    /// @throws AssertionError when no order of the calls, one at a time, explains what they
    ///     answered
    public void check(Class<?> structure) {
        new ModelCheckingOptions()
                .threads(threads)
                .actorsPerThread(calls)
                .actorsBefore(around)
                .actorsAfter(around)
                .iterations(Integer.getInteger("longboat.count", SCENARIOS))
                .invocationsPerIteration(OF_EACH)
                .check(structure);
    }
}
