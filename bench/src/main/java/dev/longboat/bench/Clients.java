package dev.longboat.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// The connected clients of one workload on one target. Confined to the thread that made it.
final class Clients implements Closeable {
    private final Target target;
    private final Workload workload;
    private final Dataset dataset;
    private final Distribution.Chooser chooser;

    /// Where chance comes from: another in each run and for each number of clients, the same in the
    /// same run on another target.
    private final SplittableRandom random;
    private final List<Connection> connections = new ArrayList<>();

    /// Connects them.
    ///
    /// @param door which of the target's ways in they take; empty for its usual one
    Clients(Target target, String door, Workload workload) throws IOException {
        this.target = target;
        this.workload = workload;
        this.dataset = workload.dataset();
        this.chooser = workload.distribution().chooser(workload.pairs());
        this.random = new SplittableRandom(workload.seed() * 1_000_003 + workload.clients());
        try {
            for (int i = 0; i < workload.clients(); i++) {
                connections.add(target.connect(door, workload.inFlight()));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Runs the workload until its operations are made, or for as long as it may.
    ///
    /// @throws IllegalStateException when an operation failed
    Measured run(Duration most, LiveLine line) throws InterruptedException {
        return new ClientRun(workload, dataset, chooser, random.split(), most).measure(connections, target.pid(), line);
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
    }
}
