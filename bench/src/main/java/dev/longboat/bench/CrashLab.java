package dev.longboat.bench;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Rounds of SIGKILL under load. Confined to the main thread.
@Command(
        name = "crash",
        aliases = "crash-lab",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Kills a server under load, again and again, and looks for every acknowledged write.")
final class CrashLab implements Callable<Integer> {
    @Mixin
    private Plan plan = new Plan();

    @Override
    public Integer call() throws Exception {
        return new Trial("SIGKILL under load", plan).run(Optional.empty(), subject -> {
            try (Ground ground = new PlainGround()) {
                return new Laboratory(subject, ground, new Kill(), plan).run();
            }
        });
    }
}
