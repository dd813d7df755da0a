package dev.longboat.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// The clients of a laboratory at one store, each with a thread while it works. Confined to the
/// laboratory's thread.
final class Crew implements AutoCloseable {
    private static final long POLL_MILLIS = 1;

    private final List<Witness> witnesses = new ArrayList<>();
    private final ExecutorService threads;
    private final Tally tally;

    Crew(List<Habits> habits, boolean remembering, Random random, Tally tally) {
        habits.forEach(each -> witnesses.add(new Witness(each, remembering, random.nextLong(), tally)));
        this.threads = Executors.newFixedThreadPool(habits.size());
        this.tally = tally;
    }

    /// Looks for everything that it knows of.
    void verify(Server server) throws InterruptedException {
        await(all(witness -> {
            try (Line line = server.verifyingLine()) {
                witness.verify(line);
            }
        }));
    }

    /// Work that goes on. Confined to the laboratory's thread.
    final class Shift {
        private final AtomicBoolean over = new AtomicBoolean();
        private final List<Future<?>> working;
        private final long writesBefore = tally.writes();

        private Shift(Server server, Random random) {
            List<Long> seeds = witnesses.stream().map(_ -> random.nextLong()).toList();
            working = all(witness -> {
                Random own = new Random(seeds.get(witnesses.indexOf(witness)));
                try (Line line = server.line(own)) {
                    witness.work(line, over::get);
                }
            });
        }

        /// Waits until so many writes were acknowledged, everybody's line is cut, or time is up.
        void awaitWrites(long count, long secondsMax) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
            while (writes() < count
                    && System.nanoTime() < end
                    && !working.stream().allMatch(Future::isDone)) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }

        long writes() {
            return tally.writes() - writesBefore;
        }

        /// Waits until everybody has what answers there are.
        void end() throws InterruptedException {
            over.set(true);
            await(working);
        }
    }

    /// Sets everybody to work.
    Shift work(Server server, Random random) {
        return new Shift(server, random);
    }

    /// Keys that may hold one of several things.
    long inDoubt() {
        return witnesses.stream().mapToLong(Witness::inDoubt).sum();
    }

    /// What a witness does on its thread.
    private interface Duty {
        void run(Witness witness) throws IOException;
    }

    private List<Future<?>> all(Duty duty) {
        List<Future<?>> running = new ArrayList<>();
        witnesses.forEach(witness -> running.add(threads.submit(() -> {
            duty.run(witness);
            return witness;
        })));
        return running;
    }

    private static void await(List<Future<?>> running) throws InterruptedException {
        for (Future<?> each : running) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a client of the laboratory failed", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
