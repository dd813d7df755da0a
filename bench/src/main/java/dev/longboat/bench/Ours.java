package dev.longboat.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// `lbserver` as a laboratory's subject. The options of a server say nothing of what a store may
/// hold, so each start draws others. Immutable.
final class Ours implements Subject {
    private static final List<String> HEAPS = List.of("128m", "256m", "1g");
    private static final List<String> MACHINES = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:TieredStopAtLevel=1 -XX:-UseG1GC -XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+TieredCompilation");
    private static final List<String> MEMORIES = List.of("8MiB", "16MiB", "64MiB", "512MiB");
    private static final List<String> READERS = List.of("1", "2", "8");
    private static final List<String> WRITE_BUDGETS = List.of("16MiB", "32MiB", "auto");

    private final Machine machine;
    private final String retention;

    /// What a server is given, of which each start draws.
    ///
    /// @param heaps as the launcher takes them
    /// @param environment what else the launcher takes
    /// @param mibsMax limits on its memory; 0 for none
    private record Machine(
            List<String> heaps,
            Map<String, String> environment,
            List<Integer> mibsMax,
            List<String> memories,
            List<String> writeBudgets) {}

    /// As operators run it, with every version kept.
    Ours() {
        this(new Machine(HEAPS, Map.of(), List.of(0), MEMORIES, WRITE_BUDGETS), "all");
    }

    private Ours(Machine machine, String retention) {
        this.machine = machine;
        this.retention = retention;
    }

    /// With little memory.
    ///
    /// @param heaps of which each start draws one, as the launcher takes them
    /// @param direct its network buffers, likewise
    /// @param mibsMax limits on all its memory, of which each start draws one; 0 for none
    static Ours small(List<String> heaps, String direct, List<Integer> mibsMax) {
        return new Ours(
                new Machine(heaps, Map.of("LB_DIRECT", direct), mibsMax, List.of("8MiB"), List.of("16MiB", "auto")),
                "all");
    }

    /// With what it keeps of the past, as `--retention` takes it.
    Ours retention(String policy) {
        return new Ours(machine, policy);
    }

    @Override
    public String name() {
        return "Longboat";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public boolean remembers() {
        return retention.equals("all");
    }

    @Override
    public ServerProcess launch(Ground ground, Random random) throws IOException {
        return ServerProcess.launch(new ServerSettings(ground.data(), ground.log(), machine.environment(), List.of())
                .with("LB_HEAP", draw(machine.heaps(), random))
                .with("LB_JAVA_OPTS", draw(MACHINES, random) + lastWords(ground))
                .memoryMibMax(draw(machine.mibsMax(), random))
                .arguments(
                        "--retention=" + retention,
                        "--memory=" + draw(machine.memories(), random),
                        "--readers=" + draw(READERS, random),
                        "--write-budget=" + draw(machine.writeBudgets(), random)));
    }

    /// Where a virtual machine that finds no memory leaves its account: beside the log.
    private static String lastWords(Ground ground) {
        return " -XX:ErrorFile=" + ground.log() + "-hs_err -XX:ReplayDataFile=" + ground.log() + "-replay";
    }

    private static <T> T draw(List<T> choices, Random random) {
        return choices.size() == 1 ? choices.getFirst() : choices.get(random.nextInt(choices.size()));
    }
}
