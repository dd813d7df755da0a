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
        return true;
    }

    @Override
    public Server launch(Ground ground, Random random) throws IOException {
        return ServerProcess.launch(new ServerSettings(ground.data(), ground.log(), Map.of(), List.of())
                .with("LB_HEAP", draw(HEAPS, random))
                .with("LB_JAVA_OPTS", draw(MACHINES, random))
                .arguments(
                        "--memory=" + draw(MEMORIES, random),
                        "--readers=" + draw(READERS, random),
                        "--write-budget=" + draw(WRITE_BUDGETS, random)));
    }

    private static String draw(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
