package dev.longboat.cli;

import dev.longboat.engine.Restored;
import dev.longboat.engine.StoreRestore;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lbclient restore`. Asks no server. Confined to the main thread.
@Command(
        name = "restore",
        description = {
            "Make a data directory from a backup. Every checksum is verified; on any fault nothing is made.",
            "The restored store's revision lies above the backup's, so that no cache or watcher of the lost",
            "store meets another change under a revision that it has seen."
        },
        footer = {
            "",
            "Examples:",
            "  lbclient restore --from /backups/daily --data /var/lib/longboat",
            "  lbserver --data /var/lib/longboat"
        })
final class RestoreVerb implements Verb {
    @Option(names = "--from", paramLabel = "DIR", required = true, description = "The backup's directory.")
    private Path from = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "The data directory to make; new or empty.")
    private Path data = Path.of("");

    @Option(
            names = "--revision-bump",
            paramLabel = "N",
            description = "How far the revision moves on; default 1000000000. 0 only when the store has not changed"
                    + " since the backup.")
    private long bump = StoreRestore.REVISION_BUMP_DEFAULT;

    @Override
    public ExitCode run(Call call) throws IOException {
        if (bump < 0) {
            throw new UsageException("--revision-bump %d: the revision never goes back", bump);
        }
        Restored restored = StoreRestore.restore(from, data, bump);
        call.report()
                .facts(new Facts()
                        .text("store_id", restored.store().toString().replace("-", ""))
                        .number("backup_revision", restored.backupRevision())
                        .number("revision", restored.revision())
                        .number("files", restored.files())
                        .bytes("bytes", restored.bytes()));
        return ExitCode.OK;
    }
}
