package dev.longboat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What all clients of a demonstration have done and found. Safe for concurrent use.
final class DemoTotals {
    private final long planned;
    private final Latencies sets = new Latencies("set");
    private final Latencies gets = new Latencies("get");
    private final Latencies prefixes = new Latencies("prefix");
    private final Queue<String> mismatches = new ConcurrentLinkedQueue<>();

    DemoTotals(long planned) {
        this.planned = planned;
    }

    Latencies sets() {
        return sets;
    }

    Latencies gets() {
        return gets;
    }

    Latencies prefixes() {
        return prefixes;
    }

    /// An answer was not what it had to be.
    void mismatch(String what) {
        mismatches.add(what);
    }

    /// Checks one of the server's own totals against what was asked of it.
    void compare(String name, long asked, long counted) {
        if (asked != counted) {
            mismatch("the server counts " + counted + " " + name + " of " + asked);
        }
    }

    List<String> mismatches() {
        return new ArrayList<>(mismatches);
    }

    long done() {
        return sets.count() + gets.count() + prefixes.count();
    }

    /// `34% 34012 of 100000: 17050 sets, 15245 gets, 1717 prefixes, 0 mismatches`.
    String progress() {
        return "%3d%% %d of %d: %d sets, %d gets, %d prefixes, %d mismatches"
                .formatted(
                        done() * 100 / Math.max(1, planned),
                        done(),
                        planned,
                        sets.count(),
                        gets.count(),
                        prefixes.count(),
                        mismatches.size());
    }
}
