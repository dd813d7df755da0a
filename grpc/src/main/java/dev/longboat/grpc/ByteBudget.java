package dev.longboat.grpc;

import java.util.concurrent.atomic.AtomicLong;

/// A number of bytes that may be held at a time, for all callers together. Taking never waits: a
/// caller is better told at once. Safe for concurrent use.
public final class ByteBudget {
    private final String name;
    private final long bytesMax;
    private final AtomicLong bytesHeld = new AtomicLong();

    /// @param name what is counted, as it stands in refusals, such as "bytes of writes in flight"
    public ByteBudget(String name, long bytesMax) {
        this.name = name;
        this.bytesMax = bytesMax;
    }

    /// Takes so many bytes, or none.
    public boolean tryAcquire(long bytes) {
        long held = bytesHeld.get();
        while (bytes <= bytesMax - held) {
            if (bytesHeld.compareAndSet(held, held + bytes)) {
                return true;
            }
            held = bytesHeld.get();
        }
        return false;
    }

    /// Gives back what was taken.
    public void release(long bytes) {
        if (bytesHeld.addAndGet(-bytes) < 0) {
            throw new IllegalStateException("more " + name + " were released than taken");
        }
    }

    /// The bytes taken now.
    public long bytesHeld() {
        return bytesHeld.get();
    }

    /// The most that can be taken.
    public long bytesMax() {
        return bytesMax;
    }

    /// What a caller is told when there is no room.
    public Failure refusal() {
        return Failure.overloaded(name, bytesMax);
    }
}
