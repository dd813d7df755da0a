package dev.longboat.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/// One client of a run: makes operation after operation until the run is over. Confined to its
/// thread; answers are recorded on whichever thread brings them.
///
/// In an open loop an operation is due at a fixed time, whether or not those before it were
/// answered, and its latency counts from then: a store that stalls is charged for everything that
/// waited meanwhile. Of the pause before it is due the end is spent turning, because a thread that
/// sleeps wakes too late to begin in time.
final class ClientLoop implements Runnable {
    private static final long TURNING_NANOS = 60_000;

    private final ClientRun run;
    private final Connection connection;
    private final int number;
    private final SplittableRandom random;
    private final Deque<CompletableFuture<?>> window = new ArrayDeque<>();

    ClientLoop(ClientRun run, Connection connection, int number, SplittableRandom random) {
        this.run = run;
        this.connection = connection;
        this.number = number;
        this.random = random;
    }

    @Override
    public void run() {
        try {
            Workload workload = run.workload();
            if (workload.isOpenLoop()) {
                openLoop(workload);
            } else {
                while (run.goesOn() && run.claim()) {
                    step(0);
                }
            }
            connection.flush();
            while (!window.isEmpty()) {
                window.remove().join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (CompletionException e) {
            run.fail(e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) {
            run.fail(e);
        }
    }

    private void openLoop(Workload workload) throws Exception {
        double gap = workload.clients() * 1e9 / workload.perSecond();
        for (long turn = 0; ; turn++) {
            long due = run.startNanos() + (long) (gap * (turn + (double) number / workload.clients()));
            if (due - run.endNanos() >= 0 || !run.goesOn() || !run.claim()) {
                return;
            }
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                if (left > TURNING_NANOS) {
                    connection.flush();
                    LockSupport.parkNanos(left - TURNING_NANOS);
                } else {
                    Thread.onSpinWait();
                }
            }
            step(due);
        }
    }

    /// @param due when the operation was to begin; 0 for now
    private void step(long due) throws Exception {
        boolean isRead = random.nextInt(100) < run.workload().readPercent();
        Pair pair = isRead ? run.pairToRead(random) : run.pairToWrite(random);
        long start = due == 0 ? System.nanoTime() : due;
        CompletableFuture<?> answer = isRead ? connection.read(pair) : connection.write(pair);
        if (answer.isDone()) {
            answer.join();
            run.record(isRead, System.nanoTime() - start);
            return;
        }
        window.add(answer.thenRun(() -> run.record(isRead, System.nanoTime() - start)));
        if (window.size() >= run.workload().inFlight()) {
            window.remove().join();
        }
    }
}
