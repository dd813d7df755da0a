package dev.longboat.bench;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/// How long the operations of one kind took. Safe for concurrent use.
final class Latencies {
    private static final long MICROS_MAX = TimeUnit.MINUTES.toMicros(2);
    private static final double MICROS_PER_MILLI = 1e3;
    private static final double[] PERCENTILES = {50, 99, 99.9};

    private final String name;
    private final ConcurrentHistogram micros = new ConcurrentHistogram(MICROS_MAX, 3);

    Latencies(String name) {
        this.name = name;
    }

    /// Runs and times one operation.
    void time(Runnable operation) {
        long started = System.nanoTime();
        operation.run();
        micros.recordValue(Math.min(MICROS_MAX, (System.nanoTime() - started) / 1000));
    }

    /// How many operations ended well.
    long count() {
        return micros.getTotalCount();
    }

    /// One line: `set    p50 0.812  p99 3.105  p99.9 8.001  max 12.400 ms`.
    String summary() {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-8s", name));
        for (double percentile : PERCENTILES) {
            line.append(String.format(
                    Locale.ROOT,
                    " p%s %.3f ",
                    percentile == Math.rint(percentile) ? String.valueOf((long) percentile) : percentile,
                    micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI));
        }
        return line + String.format(Locale.ROOT, " max %.3f ms", micros.getMaxValue() / MICROS_PER_MILLI);
    }
}
