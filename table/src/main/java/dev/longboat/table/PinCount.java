package dev.longboat.table;

import java.util.concurrent.atomic.AtomicLong;

/// Counts who uses a thing, so that closing it waits for nobody and takes effect with the last
/// release (T8). Safe for concurrent use.
final class PinCount {
    private static final long CLOSED = 1L << 62;

    private final AtomicLong state = new AtomicLong();

    /// Takes a pin, unless closed.
    boolean pin() {
        long seen = state.get();
        while ((seen & CLOSED) == 0) {
            if (state.compareAndSet(seen, seen + 1)) {
                return true;
            }
            seen = state.get();
        }
        return false;
    }

    /// Gives a pin back.
    ///
    /// @return whether the thing is to be let go of, now and by the caller
    boolean release() {
        return state.decrementAndGet() == CLOSED;
    }

    /// Lets nobody pin any more.
    ///
    /// @return whether the thing is to be let go of, now and by the caller
    boolean close() {
        return state.getAndUpdate(seen -> seen | CLOSED) == 0;
    }
}
