package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.LongboatException;
import dev.longboat.client.Sweep;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which keys a sweep deals with, and how it runs. Confined to the main thread.
final class SweepKeys {
    @Mixin
    private KeyChoice keys = new KeyChoice();

    @Option(names = "--dry-run", description = "Change nothing; say how many keys would be changed.")
    private boolean dryRun;

    /// Does it, a batch after the other, and says how many keys were changed.
    ExitCode run(Call call, Sweep.Action action) throws IOException {
        Sweep sweep = new Sweep(keys.selector(call), action, dryRun);
        Sweep.Batch batch = call.client().sweepBatch(sweep, Key.of(""));
        long changed = batch.keys();
        while (!batch.isLast()) {
            batch = next(call, sweep, batch, changed);
            changed += batch.keys();
        }
        call.report()
                .facts(new Facts()
                        .number(dryRun ? "keys_that_would_change" : "keys_changed", changed)
                        .number("revision", batch.revision()));
        return ExitCode.OK;
    }

    private Sweep.Batch next(Call call, Sweep sweep, Sweep.Batch before, long changed) throws IOException {
        try {
            return call.client().sweepBatch(sweep, before.next());
        } catch (LongboatException e) {
            if (dryRun || changed == 0) {
                throw e;
            }
            throw new SweepStoppedException(changed, e);
        }
    }
}
