package dev.longboat.bench;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// What the clients of a laboratory did and found. Safe for concurrent use.
final class Tally {
    private final LongAdder requests = new LongAdder();
    private final LongAdder changes = new LongAdder();
    private final LongAdder doubted = new LongAdder();
    private final LongAdder compared = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    void acknowledged(int count) {
        requests.increment();
        changes.add(count);
    }

    void doubted() {
        doubted.increment();
    }

    void refused() {
        refused.increment();
    }

    /// An answer was compared with what it may be.
    ///
    /// @param otherwise what to tell when it may not be
    void compared(boolean holds, Supplier<String> otherwise) {
        compared.increment();
        if (!holds) {
            violations.add(otherwise.get());
        }
    }

    /// Sets and deletes that were acknowledged.
    long writes() {
        return changes.sum();
    }

    /// The requests that carried them.
    long requests() {
        return requests.sum();
    }

    /// Requests whose answer never came.
    long doubts() {
        return doubted.sum();
    }

    /// Requests that were refused.
    long refusals() {
        return refused.sum();
    }

    /// Answers that were compared with what they may be.
    long comparisons() {
        return compared.sum();
    }

    /// What was found that may not be.
    List<String> violations() {
        return List.copyOf(violations);
    }
}
