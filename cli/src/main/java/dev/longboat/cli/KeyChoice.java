package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.KeySelector;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which keys a verb deals with: one, those with a prefix, or those of a range. Confined to the
/// main thread.
final class KeyChoice {
    @Parameters(index = "0", arity = "0..1", paramLabel = "KEY", description = "One key.")
    private @Nullable String key;

    @Option(names = "--prefix", paramLabel = "PREFIX", description = "All keys that start so; '' is every key.")
    private @Nullable String prefix;

    @Option(names = "--from", paramLabel = "KEY", description = "All keys from this one.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "KEY", description = "All keys before this one.")
    private @Nullable String to;

    KeySelector selector(Call call) {
        boolean range = from != null || to != null;
        if ((key != null ? 1 : 0) + (prefix != null ? 1 : 0) + (range ? 1 : 0) != 1) {
            throw new UsageException("name the keys in one way: a KEY, --prefix, or --from and --to");
        }
        if (key != null) {
            Key only = call.key(key);
            if (only.size() == 0) {
                throw new UsageException("the key is empty; --prefix '' is every key");
            }
            return KeySelector.only(only);
        }
        return prefix != null
                ? new KeySelector.Prefix(call.key(prefix))
                : new KeySelector.Between(call.key(from == null ? "" : from), call.key(to == null ? "" : to));
    }
}
