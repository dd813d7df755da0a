package dev.longboat.cli;

import dev.longboat.client.Sweep;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lbclient trim`. Confined to the main thread.
@Command(
        name = "trim",
        description = {
            "Forget old versions of keys that exist.",
            "That is all but the newest, all but the newest few, or those that cannot be seen at a revision any",
            "more. In batches of up to 1,024 keys, each at one revision."
        },
        footer = {
            "",
            "Examples:",
            "  lbclient trim user/7                            (only the newest version stays)",
            "  lbclient trim --prefix user/ --keep 3",
            "  lbclient trim --from a --to m --to-revision 41  (what can be seen at 41 or later stays)",
            "  lbclient trim --prefix '' --keep 1 --dry-run"
        })
final class TrimVerb implements Verb {
    @Mixin
    private SweepKeys keys = new SweepKeys();

    @Option(names = "--keep", paramLabel = "N", description = "How many of the newest versions stay; default 1.")
    private int keep;

    @Option(
            names = "--to-revision",
            paramLabel = "N",
            description = "Versions stay that can be seen at this revision or later.")
    private long revision;

    @Override
    public ExitCode run(Call call) throws IOException {
        if (keep != 0 && revision != 0) {
            throw new UsageException("give either --keep or --to-revision, not both");
        }
        if (keep < 0 || revision < 0) {
            throw new UsageException("--keep and --to-revision are at least 1");
        }
        return keys.run(call, revision != 0 ? new Sweep.Before(revision) : new Sweep.Keep(Math.max(1, keep)));
    }
}
