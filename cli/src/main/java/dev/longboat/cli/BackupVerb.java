package dev.longboat.cli;

import dev.longboat.engine.BackupCatalogue;
import dev.longboat.engine.BackupDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lbclient backup`. Confined to the main thread.
@Command(
        name = "backup",
        description = {
            "Bring a consistent copy of the running server's store into a directory of this machine.",
            "The store goes on meanwhile. A backup that broke off goes on when it is repeated."
        },
        footer = {
            "",
            "Examples:",
            "  lbclient backup --to /backups/today",
            "  lbclient backup --to /backups/daily --incremental   (only what is not there yet)"
        })
final class BackupVerb implements Verb {
    @Option(
            names = "--to",
            paramLabel = "DIR",
            required = true,
            description = "The directory; new, empty, or with --incremental a backup of the same store.")
    private Path to = Path.of("");

    @Option(
            names = "--incremental",
            description = "Bring the backup that is there up to now. Until the new one is whole, the old one stays.")
    private boolean incremental;

    @Override
    public ExitCode run(Call call) throws IOException {
        try (BackupDirectory directory = BackupDirectory.open(to)) {
            if (directory.catalogue().isPresent() && !incremental) {
                throw new UsageException(
                        "%s holds a backup of revision %d: --incremental brings it up to now, another --to makes"
                                + " another",
                        to, directory.catalogue().get().revision());
            }
            BackupReceiver receiver = call.withProgress(progress -> {
                BackupReceiver receiving = new BackupReceiver(directory, progress);
                call.client().backup(receiving.held(), receiving);
                return receiving;
            });
            BackupCatalogue catalogue = directory.received().orElseThrow();
            call.report()
                    .facts(new Facts()
                            .text("store_id", catalogue.store().toString().replace("-", ""))
                            .number("revision", catalogue.revision())
                            .text(
                                    "taken",
                                    Instant.ofEpochMilli(catalogue.takenMillis())
                                            .toString())
                            .number("files", catalogue.files().size())
                            .bytes("bytes", catalogue.bytes())
                            .bytes("sent_bytes", receiver.sentBytes()));
        }
        return ExitCode.OK;
    }
}
