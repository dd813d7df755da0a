package dev.longboat.bench;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Rounds of interrupts of threads that use a store in their own process. Confined to the main
/// thread.
@Command(
        name = "interrupt",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Interrupts threads that use an embedded store, a thousand times a round.")
final class InterruptLab implements Callable<Integer> {
    @Mixin
    private Plan plan = new Plan();

    @Override
    public Integer call() throws Exception {
        return new Trial("Interrupts of threads at an embedded store", plan).runAlone(Optional.empty(), subject -> {
            try (Ground ground = new PlainGround()) {
                return new Interrupts(subject.name(), ground, plan).run();
            }
        });
    }
}
