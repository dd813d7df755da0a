package dev.longboat.classic;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.longboat.grpc.Failure;
import java.util.ArrayDeque;
import java.util.Queue;

/// Lets one very large answer pass at a time; others wait in line, without a thread. Safe for
/// concurrent use.
final class LargeAnswerGate {
    private final int waitingMax;

    @GuardedBy("this")
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    @GuardedBy("this")
    private boolean taken;

    /// @param waitingMax how many may wait before another is refused
    LargeAnswerGate(int waitingMax) {
        this.waitingMax = waitingMax;
    }

    /// Runs work when the gate is free, now or from the thread that leaves it. The work, or what it
    /// starts, calls [#leave()] once.
    ///
    /// @return false when too many wait; the work will not run then
    boolean enter(Runnable work) {
        synchronized (this) {
            if (taken) {
                return waiting.size() < waitingMax && waiting.add(work);
            }
            taken = true;
        }
        work.run();
        return true;
    }

    /// Lets the next one pass.
    void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            taken = next != null;
        }
        if (next != null) {
            next.run();
        }
    }

    /// What a caller is told when too many wait.
    Failure refusal() {
        return Failure.overloaded("very large answers waiting", waitingMax);
    }
}
