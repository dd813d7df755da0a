package dev.longboat.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts what a session has in flight and holds back what would be too much (K5). Guarded by its
/// lock.
final class Admission {
    private final SessionOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();

    @GuardedBy("lock")
    private int operations;

    @GuardedBy("lock")
    private long bytes;

    @GuardedBy("lock")
    private boolean closed;

    Admission(SessionOptions options) {
        this.options = options;
    }

    /// Waits for room and takes it. False when there was none for so long.
    boolean enter(long operationBytes, long waitMs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(waitMs);
            while (!closed && isFull(operationBytes)) {
                if (left <= 0) {
                    return false;
                }
                left = room.awaitNanos(left);
            }
            take(operationBytes);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Takes room whether there is any or not.
    void enterAnyway(long operationBytes) {
        lock.lock();
        try {
            take(operationBytes);
        } finally {
            lock.unlock();
        }
    }

    void leave(long operationBytes) {
        lock.lock();
        try {
            operations--;
            bytes -= operationBytes;
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Lets everybody in: what they come for fails by itself.
    void close() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int operations() {
        lock.lock();
        try {
            return operations;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private boolean isFull(long operationBytes) {
        return operations >= options.operationsMax() || (operations > 0 && bytes + operationBytes > options.bytesMax());
    }

    @GuardedBy("lock")
    private void take(long operationBytes) {
        operations++;
        bytes += operationBytes;
    }
}
