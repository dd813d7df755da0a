package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.Lifetime;
import dev.longboat.client.Operation;
import dev.longboat.client.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lbclient set`. Confined to the main thread.
@Command(
        name = "set",
        description = "Store a value under a key. It is durable when this returns.",
        footer = {
            "",
            "Examples:",
            "  lbclient set user/7 Ada",
            "  lbclient set film --file film.mkv     (a long value is streamed)",
            "  tar c docs | lbclient set backup -    (the value is standard input)",
            "  lbclient set session/7 Ada --ttl 30m  (the key ends by itself)",
            "  lbclient set key -- -5                (a value that begins with a dash)"
        })
final class SetVerb implements Verb {
    /// From this length on a value is streamed instead of being held in memory.
    private static final int STREAMED_BYTES_MIN = 1 << 20;

    @Parameters(index = "0", paramLabel = "KEY", description = "The key, 1 to 65535 bytes.")
    private String key = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "The value; - reads standard input.")
    private @Nullable String value;

    @Option(names = "--file", paramLabel = "FILE", description = "Read the value from a file instead.")
    private @Nullable Path file;

    @Mixin
    private LifetimeOptions lifetime = new LifetimeOptions();

    @Override
    public ExitCode run(Call call) throws IOException {
        call.report().written(write(call, call.key(key)));
        return ExitCode.OK;
    }

    private KeyVersion write(Call call, Key to) throws IOException {
        if (value != null && file == null) {
            return value.equals("-") ? send(call, to, call.here().in(), -1) : set(call, to, call.value(value));
        }
        if (file == null || value != null) {
            throw file == null
                    ? new UsageException("give either a VALUE or --file")
                    : new UsageException("give either a VALUE or --file, not both");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return send(call, to, in, Files.isRegularFile(file) ? Files.size(file) : -1);
        }
    }

    /// A short value goes in one message, which may be repeated; a long one is streamed, and
    /// cannot.
    private KeyVersion send(Call call, Key to, InputStream in, long bytesTotal) throws IOException {
        byte[] begin = in.readNBytes(STREAMED_BYTES_MIN);
        if (begin.length < STREAMED_BYTES_MIN) {
            return set(call, to, Value.wrap(begin));
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(begin), in);
        Lifetime living = lifetime.lifetime();
        return call.withProgress(progress -> call.client().setStream(to, living, whole, bytesTotal, progress));
    }

    private KeyVersion set(Call call, Key to, Value stored) {
        return call.client()
                .set(Operation.set(to, stored).living(lifetime.lifetime()))
                .written();
    }
}
