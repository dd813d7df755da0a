package dev.longboat.cli;

import dev.longboat.client.ServerStat;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lbclient horizon`. Confined to the main thread.
@Command(
        name = "horizon",
        description = {
            "Show the oldest revision that can be read, or make it a later one.",
            "Then everything is forgotten that can be seen only before it, and reads of earlier revisions are",
            "refused."
        },
        footer = {"", "Examples:", "  lbclient horizon", "  lbclient horizon 41 --dry-run", "  lbclient horizon 41"})
final class HorizonVerb implements Verb {
    @Parameters(index = "0", arity = "0..1", paramLabel = "REVISION", description = "The one that becomes the oldest.")
    private long revision;

    @Option(names = "--dry-run", description = "Change nothing; say what would be the oldest.")
    private boolean dryRun;

    @Override
    public ExitCode run(Call call) throws IOException {
        if (revision < 0) {
            throw new UsageException("%s: a revision is never negative: %d", "REVISION", revision);
        }
        ServerStat stat = call.client().stat();
        long oldest = stat.oldestRevision();
        if (revision != 0 && dryRun && (revision <= oldest || revision > stat.revision())) {
            throw new UsageException(
                    "revision %d does not lie above the oldest readable, %d, and up to the newest, %d",
                    revision, oldest, stat.revision());
        }
        if (revision != 0) {
            oldest = dryRun ? revision : call.client().trimTo(revision);
        }
        call.report()
                .facts(new Facts()
                        .number(dryRun && revision != 0 ? "oldest_revision_would_be" : "oldest_revision", oldest)
                        .number("revision", stat.revision()));
        return ExitCode.OK;
    }
}
