package dev.longboat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Runs one operation in a closed loop on some threads for some time. Immutable.
///
/// @param threads how many loops run at once
/// @param millis how long they run
record Load(int threads, long millis) {
    private static final long LATENCY_NANOS_MAX = TimeUnit.MINUTES.toNanos(1);

    /// One call, made over and over.
    interface Call {
        /// Makes the call.
        ///
        /// @param thread which loop makes it, from 0
        /// @param turn how many it has made before
        void run(int thread, long turn) throws Exception;
    }

    /// What came of it. Immutable.
    ///
    /// @param perSecond calls completed
    record Result(double perSecond, double meanMicros, double p50Micros, double p99Micros) {
        static final Result NONE = new Result(0, 0, 0, 0);
    }

    /// @throws IllegalStateException when a call failed
    Result measure(Call call) throws InterruptedException {
        List<Histogram> histograms = new ArrayList<>();
        List<Thread> loops = new ArrayList<>();
        List<Exception> failures = new ArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        for (int i = 0; i < threads; i++) {
            int thread = i;
            Histogram histogram = new Histogram(LATENCY_NANOS_MAX, 3);
            histograms.add(histogram);
            loops.add(Thread.ofPlatform().daemon().start(() -> {
                try {
                    start.await();
                    loop(thread, call, histogram);
                } catch (Exception e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            }));
        }
        long begin = System.nanoTime();
        start.countDown();
        for (Thread loop : loops) {
            loop.join();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new IllegalStateException("a call failed", failures.getFirst());
            }
        }
        Histogram all = new Histogram(LATENCY_NANOS_MAX, 3);
        histograms.forEach(all::add);
        return new Result(
                all.getTotalCount() / seconds,
                all.getMean() / 1e3,
                all.getValueAtPercentile(50) / 1e3,
                all.getValueAtPercentile(99) / 1e3);
    }

    private void loop(int thread, Call call, Histogram histogram) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long now = System.nanoTime();
        for (long turn = 0; now < end; turn++) {
            call.run(thread, turn);
            long after = System.nanoTime();
            histogram.recordValue(Math.min(after - now, LATENCY_NANOS_MAX));
            now = after;
        }
    }
}
