package dev.longboat.engine;

/// Waiting for threads. Immutable; holds no state.
final class Threads {
    private Threads() {}

    /// Waits for a thread's end through any interrupt, which is kept for the caller.
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
