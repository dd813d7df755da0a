package dev.longboat.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs a property under many seeds, and names the one that broke it.
///
///     Seeds.of(JournalModelTest.class).run(200, seed -> replayFindsWhatWasAcknowledged(seed));
///
/// First come the seeds that broke it once and are kept for good: one number a line in the resource
/// `seeds/<simple class name>.txt`, `#` for comments. Then as many as were asked for, the same in
/// every run, so that a build is green or red by the code alone.
///
/// | property | effect |
/// |---|---|
/// | `-Dlongboat.seed=N` | this seed alone |
/// | `-Dlongboat.count=N` | so many seeds besides the kept ones |
/// | `-Dlongboat.base=N` | other seeds than usual |
/// | `-Dlongboat.threads=N` | so many at a time, in [#runOnThreads] |
///
/// Immutable.
public final class Seeds {
    private final Class<?> test;

    private Seeds(Class<?> test) {
        this.test = test;
    }

    /// The seeds of a test class.
    public static Seeds of(Class<?> test) {
        return new Seeds(test);
    }

    /// Runs a property under the kept seeds and `count` others.
    ///
    /// @throws AssertionError naming the first seed under which it does not hold
    public void run(int count, Property property) {
        run(seeds(count), property);
    }

    void run(List<Long> seeds, Property property) {
        seeds.forEach(seed -> run(seed, property));
    }

    /// As [#run(int, Property)], on as many threads at a time as was asked for; one unless it was.
    /// The property is for any thread.
    public void runOnThreads(int count, Property property) {
        try (ExecutorService threads = Executors.newFixedThreadPool(Integer.getInteger("longboat.threads", 1))) {
            List<Future<?>> runs = new ArrayList<>();
            seeds(count).forEach(seed -> runs.add(threads.submit(() -> run(seed, property))));
            for (Future<?> run : runs) {
                run.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void run(long seed, Property property) {
        try {
            property.holds(seed);
        } catch (Exception | AssertionError failure) {
            throw new AssertionError(
                    "seed " + seed + " (again: -Dtest=" + test.getSimpleName() + " -Dlongboat.seed=" + seed + "): "
                            + failure,
                    failure);
        }
    }

    /// The seeds that [#run] would use.
    public List<Long> seeds(int count) {
        Long only = Long.getLong("longboat.seed");
        return only != null
                ? List.of(only)
                : seeds(Long.getLong("longboat.base", 1), Integer.getInteger("longboat.count", count));
    }

    /// The kept seeds, then `count` others that follow from `base`.
    List<Long> seeds(long base, int count) {
        List<Long> seeds = new ArrayList<>(kept());
        long start = SimRandomness.mix(base ^ test.getName().hashCode());
        for (int at = 0; at < count; at++) {
            seeds.add(SimRandomness.mix(start + at) >>> 16);
        }
        return seeds;
    }

    private List<Long> kept() {
        String resource = "/seeds/" + test.getSimpleName() + ".txt";
        try (InputStream file = test.getResourceAsStream(resource)) {
            if (file == null) {
                return List.of();
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(resource, failure);
        }
    }
}
