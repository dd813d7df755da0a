package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.KeyValue;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.View;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lbclient get`. Confined to the main thread.
@Command(
        name = "get",
        description = "Read the value of a key.",
        footer = {
            "",
            "Examples:",
            "  lbclient get user/7",
            "  lbclient get user/7 --rev 41          (as it was at that revision)",
            "  lbclient get user/7 --as-of 5m        (as it was five minutes ago)",
            "  lbclient get film --out film.mkv      (the whole file or none)",
            "  lbclient get backup | tar t           (to a pipe: the bytes, nothing added)",
            "  lbclient get user/7 -o json           (with revision, version and the rest)"
        })
final class GetVerb implements Verb {
    @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Mixin
    private ViewOptions past = new ViewOptions();

    @Option(names = "--out", paramLabel = "FILE", description = "Write the value to a file.")
    private @Nullable Path file;

    @Override
    public boolean isRawForPipes() {
        return true;
    }

    @Override
    public ExitCode run(Call call) throws IOException {
        Key asked = call.key(key);
        View view = past.view(call);
        if (file != null) {
            return download(call, asked, view, file).isPresent() ? ExitCode.OK : call.notFound(asked);
        }
        if (call.format() == OutputFormat.raw) {
            Optional<KeyVersion> found = stream(call, asked, view, call.paper().stream());
            return found.isPresent() ? ExitCode.OK : call.notFound(asked);
        }
        Optional<KeyValue> found = call.client().get(asked, view);
        if (found.isPresent()) {
            call.report().found(found.get());
            return ExitCode.OK;
        }
        call.report().missing(asked);
        return call.format() == null ? ExitCode.NOT_FOUND : call.notFound(asked);
    }

    private static Optional<KeyVersion> stream(Call call, Key key, View view, OutputStream out) throws IOException {
        return call.withProgress(progress -> call.client().getStream(key, view, out, progress));
    }

    /// The file appears whole, in place of an older one, or not at all; until then its bytes lie
    /// beside it in FILE.part.
    private static Optional<KeyVersion> download(Call call, Key key, View view, Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            try (OutputStream out = Files.newOutputStream(file)) {
                return stream(call, key, view, out);
            }
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Optional<KeyVersion> found;
            try (OutputStream out = Files.newOutputStream(part)) {
                found = stream(call, key, view, out);
            }
            if (found.isPresent()) {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return found;
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
