package dev.longboat.cli;

import dev.longboat.client.Lifetime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How long a key lives once it is set. Confined to the main thread.
final class LifetimeOptions {
    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            description = "The key ends by itself so long after, such as 500ms, 30s, 5m, 2h or 7d.")
    private @Nullable String ttl;

    @Option(names = "--lease", paramLabel = "ID", description = "The key ends with this lease; see lbclient lease.")
    private long lease;

    Lifetime lifetime() {
        if (lease < 0) {
            throw new UsageException("--lease: a lease has an id from 1, not %d", lease);
        }
        if (ttl == null) {
            return lease == 0 ? Lifetime.UNLIMITED : Lifetime.ofLease(lease);
        }
        if (lease != 0) {
            throw new UsageException("give either --ttl or --lease, not both");
        }
        return Lifetime.of(time("--ttl", ttl));
    }

    static Duration time(String place, String text) {
        return TimeoutConverter.time(place, text);
    }
}
