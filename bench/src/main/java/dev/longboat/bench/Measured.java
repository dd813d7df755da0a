package dev.longboat.bench;

import java.util.List;
import org.HdrHistogram.Histogram;

/// What a run of a load came to. Histograms are in nanoseconds, of calls: a call of a batch is many
/// operations. Immutable by agreement: nobody records in its histograms any more.
///
/// @param operations how many were completed
/// @param seconds how long it took
/// @param reads latencies of reads
/// @param writes latencies of writes
/// @param ticks how it went, tick by tick
/// @param server what the process of the store took meanwhile
/// @param clients what our process took meanwhile
record Measured(
        long operations,
        double seconds,
        Histogram reads,
        Histogram writes,
        List<Tick> ticks,
        Usage server,
        Usage clients) {
    /// A piece of a run.
    ///
    /// @param second when it ended, from the start of the run
    /// @param perSecond operations completed in it, per second
    /// @param p50Micros of all its calls
    /// @param p99Micros of all its calls
    record Tick(double second, double perSecond, double p50Micros, double p99Micros) {}

    Measured {
        ticks = List.copyOf(ticks);
    }

    /// A run in which nothing was done.
    static Measured nothing() {
        return new Measured(0, 0, new Histogram(3), new Histogram(3), List.of(), Usage.NONE, Usage.NONE);
    }

    double perSecond() {
        return operations / seconds;
    }

    /// Latencies of all calls.
    Histogram all() {
        Histogram all = reads.copy();
        all.add(writes);
        return all;
    }

    /// Several runs of one load as one: what percentiles are taken of.
    static Measured merged(List<Measured> runs) {
        Measured first = runs.getFirst();
        Histogram reads = first.reads.copy();
        Histogram writes = first.writes.copy();
        long operations = first.operations;
        double seconds = first.seconds;
        Usage server = first.server;
        Usage clients = first.clients;
        for (Measured run : runs.subList(1, runs.size())) {
            reads.add(run.reads);
            writes.add(run.writes);
            operations += run.operations;
            seconds += run.seconds;
            server = server.and(run.server);
            clients = clients.and(run.clients);
        }
        return new Measured(operations, seconds, reads, writes, List.of(), server, clients);
    }
}
