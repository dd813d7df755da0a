package dev.longboat.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// The stores that take part in an experiment, started and loaded with the same pairs, and measured
/// beside each other: in turn, slice by slice, so that all meet the same noise. Confined to one
/// thread.
final class Field implements Closeable {
    private static final Duration LOAD_MAX = Duration.ofHours(3);
    private static final int SETTLING_CLIENTS = 8;
    private static final Duration SETTLING_PIECE = Duration.ofSeconds(3);

    /// Who compiles no longer in such a piece has settled.
    private static final double COMPILING_SECONDS_MAX = 0.3;

    private static final int LOADED_AT_ONCE_MAX = 64 << 20;

    private final Scratch scratch = new Scratch();
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Map<String, Row> loads = new LinkedHashMap<>();
    private final LiveLine line;

    private Field(LiveLine line) {
        this.line = line;
    }

    /// Starts and loads what the contestants need.
    ///
    /// @param workload says which pairs
    static Field open(List<Contestant> contestants, Workload workload, LiveLine line)
            throws IOException, InterruptedException {
        Field field = new Field(line);
        try {
            for (Contestant contestant : contestants) {
                field.start(contestant.product(), workload);
            }
            return field;
        } catch (IOException | InterruptedException | RuntimeException e) {
            field.close();
            throw e;
        }
    }

    private void start(Product product, Workload workload) throws IOException, InterruptedException {
        if (targets.containsKey(product.name())) {
            return;
        }
        Target target = product.start(scratch.directory().resolve(product.name()), workload);
        targets.put(product.name(), target);
        Usage before = Usage.of(target.pid());
        Measured loaded = load(product, target, workload, line);
        loads.put(product.name(), Results.load(product.name(), workload, loaded, target, before));
    }

    /// What bringing the pairs into a store took.
    Row loadOf(Product product) {
        Row row = loads.get(product.name());
        if (row == null) {
            throw new IllegalStateException(product.name() + " was not started");
        }
        return row;
    }

    /// Brings all pairs of a workload into a store.
    static Measured load(Product product, Target target, Workload workload, LiveLine line)
            throws IOException, InterruptedException {
        Product.Loading loading = product.loading();
        if (loading.clients() == 0) {
            return Measured.nothing();
        }
        int clients = Math.clamp(LOADED_AT_ONCE_MAX / workload.valueBytes(), 1, loading.clients());
        Workload load = workload.loading(clients).withInFlight(loading.inFlight());
        line.begin("loading " + product.name());
        try (Clients all = new Clients(target, loading.door(), load)) {
            return all.run(LOAD_MAX, line);
        }
    }

    Target target(Product product) {
        Target target = targets.get(product.name());
        if (target == null) {
            throw new IllegalStateException(product.name() + " was not started");
        }
        return target;
    }

    /// Lets each contestant work, half writes, until Java has compiled what it does often, at our
    /// end and at a server's that is a Java machine: before that it is slow, and the compiler takes
    /// the processors.
    ///
    /// @param most how long each may take
    void settle(List<Contestant> contestants, Workload workload, Duration most)
            throws IOException, InterruptedException {
        Workload busy = workload.withReadPercent(50)
                .withClients(SETTLING_CLIENTS)
                .withPerSecond(0)
                .withOperations(0);
        for (Contestant contestant : contestants) {
            Target target = target(contestant.product());
            line.begin("settling " + contestant.name() + ", " + busy.summary());
            try (Clients clients = new Clients(target, contestant.door(), busy)) {
                long endNanos = System.nanoTime() + most.toNanos();
                double compiled = compilationSeconds(target);
                double before;
                do {
                    before = compiled;
                    clients.run(SETTLING_PIECE, line);
                    compiled = compilationSeconds(target);
                } while (compiled - before > COMPILING_SECONDS_MAX && System.nanoTime() - endNanos < 0);
            }
        }
    }

    /// How long the Java machines of a target and of its clients have compiled.
    private static double compilationSeconds(Target target) {
        return LongStream.of(ProcessHandle.current().pid(), target.pid())
                .distinct()
                .mapToDouble(pid -> JvmCounters.of(pid).compilationSeconds())
                .sum();
    }

    /// Measures contestants under a workload: each has a slice to warm up, then as many as are
    /// asked for.
    ///
    /// @return the slices of each, by its name
    Map<String, List<Measured>> measure(
            List<Contestant> contestants, Workload workload, int slices, Duration warmUp, Duration each)
            throws IOException, InterruptedException {
        List<Turn> turns = new ArrayList<>();
        try {
            for (Contestant contestant : contestants) {
                Clients clients = new Clients(target(contestant.product()), contestant.door(), workload);
                turns.add(new Turn(contestant.name(), clients, new ArrayList<>()));
            }
            for (int slice = 0; slice <= slices; slice++) {
                for (Turn turn : turns) {
                    line.begin((slice == 0 ? "warming up " : "slice " + slice + " ") + turn.name() + ", "
                            + workload.summary());
                    Measured run = turn.clients().run(slice == 0 ? warmUp : each, line);
                    if (slice > 0) {
                        turn.measured().add(run);
                    }
                }
            }
            Map<String, List<Measured>> measured = new LinkedHashMap<>();
            turns.forEach(turn -> measured.put(turn.name(), turn.measured()));
            return measured;
        } finally {
            turns.forEach(turn -> turn.clients().close());
        }
    }

    /// Somebody who is measured in turn.
    private record Turn(String name, Clients clients, List<Measured> measured) {}

    @Override
    public void close() throws IOException {
        for (Target target : targets.values()) {
            target.close();
        }
        scratch.close();
    }
}
