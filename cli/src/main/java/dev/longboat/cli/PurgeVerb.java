package dev.longboat.cli;

import dev.longboat.client.Sweep;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lbclient purge`. Confined to the main thread.
@Command(
        name = "purge",
        description = {
            "Remove keys that exist with all their versions, or only delete them.",
            "However many there are: in batches of up to 1,024 keys, each at one revision. Others may write",
            "meanwhile."
        },
        footer = {
            "",
            "Examples:",
            "  lbclient purge --prefix tmp/ --dry-run",
            "  lbclient purge --prefix tmp/",
            "  lbclient purge --from a --to m --keep-history   (a delete: earlier revisions still show them)"
        })
final class PurgeVerb implements Verb {
    @Mixin
    private SweepKeys keys = new SweepKeys();

    @Option(names = "--keep-history", description = "Delete the keys; their history stays.")
    private boolean keepHistory;

    @Override
    public ExitCode run(Call call) throws IOException {
        return keys.run(call, keepHistory ? new Sweep.Delete() : new Sweep.Purge());
    }
}
