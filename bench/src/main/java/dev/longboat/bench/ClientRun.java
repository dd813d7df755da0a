package dev.longboat.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/// One run of a workload over connections that are open: starts the clients, counts and times what
/// they do, tick by tick, and ends them. Safe for concurrent use by its clients; [#measure] is
/// called once.
final class ClientRun {
    private static final long LATENCY_NANOS_MAX = TimeUnit.MINUTES.toNanos(2);
    private static final int DIGITS = 3;
    private static final Duration TICK = Duration.ofMillis(500);

    private final Workload workload;
    private final Dataset dataset;
    private final Distribution.Chooser chooser;
    private final SplittableRandom random;
    private final Recorder reads = new Recorder(LATENCY_NANOS_MAX, DIGITS);
    private final Recorder writes = new Recorder(LATENCY_NANOS_MAX, DIGITS);
    private final AtomicLong claimed = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final long startNanos;
    private final long endNanos;

    /// @param random from which each client takes its own
    /// @param most how long it may go on
    ClientRun(
            Workload workload, Dataset dataset, Distribution.Chooser chooser, SplittableRandom random, Duration most) {
        this.workload = workload;
        this.dataset = dataset;
        this.chooser = chooser;
        this.random = random;
        this.startNanos = System.nanoTime();
        this.endNanos = startNanos + most.toNanos();
    }

    Workload workload() {
        return workload;
    }

    long startNanos() {
        return startNanos;
    }

    long endNanos() {
        return endNanos;
    }

    boolean goesOn() {
        return failure.get() == null && System.nanoTime() - endNanos < 0;
    }

    /// Takes one of the operations that the run has; false when none is left.
    boolean claim() {
        return workload.operations() == 0 || claimed.getAndIncrement() < workload.operations();
    }

    Pair pairToRead(SplittableRandom random) {
        return dataset.toRead(chooser.read(random));
    }

    Pair pairToWrite(SplittableRandom random) {
        return dataset.toWrite(chooser.write(random));
    }

    void record(boolean isRead, long nanos) {
        (isRead ? reads : writes).recordValue(Math.min(Math.max(nanos, 0), LATENCY_NANOS_MAX));
    }

    void fail(Throwable why) {
        failure.compareAndSet(null, why);
    }

    /// Runs to its end.
    ///
    /// @param pid whose resources are counted as the server's
    /// @throws IllegalStateException when an operation failed
    Measured measure(List<Connection> connections, long pid, LiveLine line) throws InterruptedException {
        Usage serverBefore = Usage.of(pid);
        Usage ourselvesBefore = Usage.of(ProcessHandle.current().pid());
        List<Thread> loops = new ArrayList<>();
        for (int i = 0; i < workload.clients(); i++) {
            loops.add(Thread.ofPlatform()
                    .daemon()
                    .name("client-" + i)
                    .start(new ClientLoop(this, connections.get(i), i, random.split())));
        }
        Ticks ticks = new Ticks();
        for (Thread loop : loops) {
            while (!loop.join(ticks.rest())) {
                ticks.tick(line);
            }
        }
        ticks.finish();
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("an operation failed: " + failed, failed);
        }
        return new Measured(
                ticks.allReads.getTotalCount() + ticks.allWrites.getTotalCount(),
                seconds,
                ticks.allReads,
                ticks.allWrites,
                ticks.ticks,
                Usage.of(pid).since(serverBefore),
                Usage.of(ProcessHandle.current().pid()).since(ourselvesBefore));
    }

    /// Gathers what was recorded, piece by piece. Confined to the thread that measures.
    private final class Ticks {
        private final Histogram allReads = new Histogram(LATENCY_NANOS_MAX, DIGITS);
        private final Histogram allWrites = new Histogram(LATENCY_NANOS_MAX, DIGITS);
        private final List<Measured.Tick> ticks = new ArrayList<>();
        private long lastNanos = startNanos;

        /// How long until the next piece ends.
        Duration rest() {
            long nanos = lastNanos + TICK.toNanos() - System.nanoTime();
            return Duration.ofNanos(Math.max(1, nanos));
        }

        void tick(LiveLine line) {
            if (System.nanoTime() - lastNanos >= TICK.toNanos()) {
                gather();
                line.show(workload, allReads.getTotalCount() + allWrites.getTotalCount(), ticks.getLast());
            }
        }

        /// The last piece counts as one of its own only when it is long enough to say something.
        void finish() {
            if (System.nanoTime() - lastNanos >= TICK.toNanos() / 2 || ticks.isEmpty()) {
                gather();
            } else {
                allReads.add(reads.getIntervalHistogram());
                allWrites.add(writes.getIntervalHistogram());
            }
        }

        private void gather() {
            Histogram newReads = reads.getIntervalHistogram();
            Histogram newWrites = writes.getIntervalHistogram();
            allReads.add(newReads);
            allWrites.add(newWrites);
            newReads.add(newWrites);
            long now = System.nanoTime();
            ticks.add(new Measured.Tick(
                    (now - startNanos) / 1e9,
                    newReads.getTotalCount() * 1e9 / (now - lastNanos),
                    newReads.getValueAtPercentile(50) / 1e3,
                    newReads.getValueAtPercentile(99) / 1e3));
            lastNanos = now;
        }
    }
}
