package dev.longboat.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Rounds of large values and long ranges at a server with little memory. Confined to the main
/// thread.
@Command(
        name = "low-memory",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Loads a server that has little memory with large values and ranges: it serves, refuses or ends.")
final class LowMemoryLab implements Callable<Integer> {
    private static final int LARGE_KEYS = 4;
    private static final int LARGE_IN_1000 = 30;
    private static final int LARGE_BYTES_MAX = 24_000_000;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            split = ",",
            description = "Heaps, of which each start draws one (default 32m,48m,64m).")
    private List<String> heaps = List.of("32m", "48m", "64m");

    @Option(names = "--direct", paramLabel = "SIZE", description = "Its buffers (default ${DEFAULT-VALUE}).")
    private String direct = "24m";

    @Option(
            names = "--limit",
            paramLabel = "MIB",
            split = ",",
            description = "Limits on all its memory, of which each start draws one, 0 for none (default 0,320,400).")
    private List<Integer> mibsMax = List.of(0, 320, 400);

    @Mixin
    private Plan plan = new Plan();

    @Override
    public Integer call() throws Exception {
        return new Trial("Little memory", plan).runAlone(missing(), _ -> {
            try (Ground ground = new PlainGround()) {
                Ours subject = Ours.small(heaps, direct, mibsMax);
                return new Laboratory(subject, ground, new Strain(), plan, LowMemoryLab::habits).run();
            }
        });
    }

    private static Optional<String> missing() {
        return Tool.find("prlimit").isPresent() ? Optional.empty() : Optional.of("there is no prlimit");
    }

    private static Habits habits(int client) {
        return Habits.usual(client).large(LARGE_KEYS, LARGE_IN_1000, LARGE_BYTES_MAX);
    }
}
