package dev.longboat.grpc;

import dev.longboat.disk.Clock;
import java.util.concurrent.atomic.LongAdder;

/// What all doors together have done since the server started. Safe for concurrent use.
public final class DoorStatistics {
    private final Clock clock;
    private final long startMillis;
    private final long startNanos;
    private final LongAdder sets = new LongAdder();
    private final LongAdder gets = new LongAdder();
    private final LongAdder prefixes = new LongAdder();
    private final LongAdder ranges = new LongAdder();
    private final LongAdder deletes = new LongAdder();
    private final LongAdder transactions = new LongAdder();
    private final LongAdder watches = new LongAdder();
    private final LongAdder watchEvents = new LongAdder();
    private final LongAdder errors = new LongAdder();

    /// Statistics that start now.
    public DoorStatistics(Clock clock) {
        this.clock = clock;
        this.startMillis = clock.wallMillis();
        this.startNanos = clock.monotonicNanos();
    }

    /// When the server started, milliseconds since the epoch.
    public long startMillis() {
        return startMillis;
    }

    /// How long ago that was, by a clock that never jumps.
    public long uptimeMillis() {
        return (clock.monotonicNanos() - startNanos) / 1_000_000;
    }

    /// Values stored, streamed ones too.
    public LongAdder sets() {
        return sets;
    }

    /// Keys read, found or not, streamed ones too.
    public LongAdder gets() {
        return gets;
    }

    /// Ranges by a prefix.
    public LongAdder prefixes() {
        return prefixes;
    }

    /// Ranges between two keys.
    public LongAdder ranges() {
        return ranges;
    }

    /// Deletes of one key.
    public LongAdder deletes() {
        return deletes;
    }

    /// Transactions.
    public LongAdder transactions() {
        return transactions;
    }

    /// Watches that are open now.
    public LongAdder watches() {
        return watches;
    }

    /// Events that watches were told.
    public LongAdder watchEvents() {
        return watchEvents;
    }

    /// Requests that were answered with an error.
    public LongAdder errors() {
        return errors;
    }
}
