package dev.longboat.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Interrupts threads at work, many times, and counts the interrupts that they find afterwards.
///
/// A victim is struck again only when it has found the last one, so that none can hide another:
/// what is lost was swallowed by the work. Half of the victims are virtual threads. A bystander
/// does the same work and is never struck. Confined to the test's thread.
final class InterruptStorm {
    /// How often a test strikes; a lab raises it.
    static final int INTERRUPTS = Integer.getInteger("longboat.interrupts", 2000);

    private static final int VICTIMS = 4;

    /// A victim works many thousand rounds in this time, and looks after each.
    private static final int SWALLOWED_AFTER_SECONDS = 60;

    /// Pauses let the storm have a processor; between them the work does.
    private static final int ROUNDS_PER_PAUSE = 32;

    private final List<Thread> threads = new ArrayList<>();
    private final Semaphore[] found = new Semaphore[VICTIMS];
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean over;

    /// What every thread does, over and over.
    interface Work {
        /// Runs once; `worker` is the thread's number, 0 for the bystander.
        ///
        /// @param worker the number
        /// @param round how often this thread worked before
        void run(int worker, int round) throws Exception;
    }

    /// Runs `work` on all threads while `interrupts` strikes are dealt.
    ///
    /// Returns when each was found; fails when the work swallowed one.
    static void strike(int interrupts, Work work) throws Exception {
        new InterruptStorm().run(interrupts, work);
    }

    private void run(int interrupts, Work work) throws Exception {
        Arrays.setAll(found, _ -> new Semaphore(1));
        Thread bystander = Thread.ofPlatform().start(() -> loop(0, work));
        for (int victim = 0; victim < VICTIMS; victim++) {
            int number = victim;
            ThreadFactory factory = victim % 2 == 0
                    ? Thread.ofPlatform().factory()
                    : Thread.ofVirtual().factory();
            Thread thread = factory.newThread(() -> loop(number + 1, work));
            threads.add(thread);
            thread.start();
        }
        int dealt = 0;
        for (; dealt < interrupts && failure.get() == null; dealt++) {
            awaitFound(dealt % VICTIMS);
            threads.get(dealt % VICTIMS).interrupt();
        }
        for (int victim = 0; victim < VICTIMS; victim++) {
            awaitFound(victim);
        }
        over = true;
        bystander.join();
        for (Thread thread : threads) {
            thread.join();
        }
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new AssertionError("after " + dealt + " interrupts", thrown);
        }
    }

    private void awaitFound(int victim) throws InterruptedException {
        if (!found[victim].tryAcquire(SWALLOWED_AFTER_SECONDS, TimeUnit.SECONDS)) {
            failure.compareAndSet(
                    null, new AssertionError("an interrupt of worker " + (victim + 1) + " was swallowed"));
        }
    }

    private void loop(int worker, Work work) {
        try {
            for (int round = 0; !over && failure.get() == null; round++) {
                work.run(worker, round);
                if (Thread.interrupted()) {
                    if (worker == 0) {
                        throw new AssertionError("the bystander was interrupted");
                    }
                    found[worker - 1].release();
                }
                if (round % ROUNDS_PER_PAUSE == 0) {
                    LockSupport.parkNanos(1);
                }
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            for (Semaphore semaphore : found) {
                semaphore.release(1_000_000);
            }
        }
    }
}
