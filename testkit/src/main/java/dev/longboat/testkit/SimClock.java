package dev.longboat.testkit;

import dev.longboat.disk.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until a test moves it. The wall clock may also be set, either way; the
/// monotonic one only ever goes on.
/// Safe for concurrent use.
public final class SimClock implements Clock {
    private final AtomicLong wallMillis;
    private final AtomicLong monotonicNanos = new AtomicLong();

    /// A clock that shows the first millisecond of the year 2026.
    public SimClock() {
        this(1_767_225_600_000L);
    }

    public SimClock(long wallMillis) {
        this.wallMillis = new AtomicLong(wallMillis);
    }

    @Override
    public long wallMillis() {
        return wallMillis.get();
    }

    @Override
    public long monotonicNanos() {
        return monotonicNanos.get();
    }

    /// Time passes, on both clocks.
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + time);
        }
        monotonicNanos.addAndGet(time.toNanos());
        wallMillis.addAndGet(time.toMillis());
    }

    /// Somebody sets the wall clock; no time passes.
    public void setWallMillis(long millis) {
        wallMillis.set(millis);
    }

    /// Somebody sets the wall clock on, or back; no time passes.
    public void stepWall(Duration step) {
        wallMillis.addAndGet(step.toMillis());
    }
}
