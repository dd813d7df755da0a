package dev.longboat.testkit;

import dev.longboat.disk.Randomness;
import java.util.concurrent.atomic.AtomicLong;

/// Chance that a seed fixes: the same seed draws the same numbers (SplitMix64).
/// Safe for concurrent use; who draws which number is then up to the threads.
public final class SimRandomness implements Randomness {
    private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;

    private final AtomicLong state;

    public SimRandomness(long seed) {
        state = new AtomicLong(seed);
    }

    @Override
    public long nextLong() {
        return mix(state.addAndGet(GOLDEN_GAMMA));
    }

    /// Spreads a number over all 64 bits, so that neighbours make unlike seeds.
    static long mix(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return mixed ^ (mixed >>> 31);
    }
}
