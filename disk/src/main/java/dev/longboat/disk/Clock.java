package dev.longboat.disk;

/// Where time comes from. Safe for concurrent use.
public interface Clock {
    /// Milliseconds since the epoch by the wall clock; may jump either way.
    long wallMillis();

    /// Nanoseconds since some moment of this process; never goes back.
    long monotonicNanos();

    /// The machine's own clocks.
    static Clock system() {
        return new Clock() {
            @Override
            public long wallMillis() {
                return System.currentTimeMillis();
            }

            @Override
            public long monotonicNanos() {
                return System.nanoTime();
            }
        };
    }
}
