package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.KeySelector;
import dev.longboat.client.Sweep;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which keys a sweep deals with, and how it runs. Confined to the main thread.
final class SweepKeys {
    @Parameters(index = "0", arity = "0..1", paramLabel = "KEY", description = "One key.")
    private @Nullable String key;

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "All keys that start so; '' is every key.")
    private @Nullable String prefix;

    @Option(names = "--from", paramLabel = "KEY", description = "All keys from this one.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "KEY", description = "All keys before this one.")
    private @Nullable String to;

    @Option(names = "--dry-run", description = "Change nothing; say how many keys would be changed.")
    private boolean dryRun;

    /// Does it, a batch after the other, and says how many keys were changed.
    ExitCode run(Call call, Sweep.Action action) throws IOException {
        Sweep sweep = new Sweep(selector(call), action, dryRun);
        long keys = 0;
        Sweep.Batch batch = call.client().sweepBatch(sweep, Key.of(""));
        keys += batch.keys();
        while (!batch.isLast()) {
            batch = call.client().sweepBatch(sweep, batch.next());
            keys += batch.keys();
        }
        call.report()
                .facts(new Facts()
                        .number(dryRun ? "keys_that_would_change" : "keys_changed", keys)
                        .number("revision", batch.revision()));
        return ExitCode.OK;
    }

    private KeySelector selector(Call call) {
        boolean range = from != null || to != null;
        if ((key != null ? 1 : 0) + (prefix != null ? 1 : 0) + (range ? 1 : 0) != 1) {
            throw new UsageException("name the keys in one way: a KEY, --prefix, or --from and --to");
        }
        if (key != null) {
            byte[] bytes = call.key(key).bytes();
            if (bytes.length == 0) {
                throw new UsageException("the key is empty; --prefix '' is every key");
            }
            return new KeySelector.Between(Key.of(bytes), Key.of(Arrays.copyOf(bytes, bytes.length + 1)));
        }
        return prefix != null
                ? new KeySelector.Prefix(call.key(prefix))
                : new KeySelector.Between(call.key(from == null ? "" : from), call.key(to == null ? "" : to));
    }
}
