package dev.longboat.cli;

import dev.longboat.engine.BackupCatalogue;
import dev.longboat.engine.BackupCheck;
import dev.longboat.engine.Finding;
import dev.longboat.engine.StoreReport;
import dev.longboat.engine.StoreVerifier;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lbclient verify`. Asks no server. Confined to the main thread.
@Command(
        name = "verify",
        description = "Read everything in a data directory or a backup against its checksums; nothing is changed.",
        footer = {
            "",
            "Examples:",
            "  lbclient verify --data /var/lib/longboat      (no server may run on it)",
            "  lbclient verify --backup /backups/daily"
        })
final class VerifyVerb implements Verb {
    @Option(names = "--data", paramLabel = "DIR", description = "A data directory that no server has open.")
    private @Nullable Path data;

    @Option(names = "--backup", paramLabel = "DIR", description = "A backup's directory.")
    private @Nullable Path backup;

    @Override
    public ExitCode run(Call call) throws IOException {
        if (data != null && backup == null) {
            return verifyData(call, data);
        }
        if (backup == null || data != null) {
            throw new UsageException("give either --data or --backup");
        }
        BackupCatalogue catalogue = BackupCheck.verify(backup);
        call.report()
                .facts(new Facts()
                        .said("verdict", verdict(true))
                        .text("store_id", catalogue.store().toString().replace("-", ""))
                        .number("revision", catalogue.revision())
                        .number("files", catalogue.files().size())
                        .bytes("bytes", catalogue.bytes()));
        return ExitCode.OK;
    }

    private static ExitCode verifyData(Call call, Path directory) throws IOException {
        StoreReport report = StoreVerifier.verify(directory, _ -> {});
        Facts facts = new Facts().said("verdict", verdict(report.isSound()));
        if (report.isSound()) {
            facts.number("revision", report.revision());
        }
        facts.number("segments", report.segments())
                .number("tables", report.tables())
                .number("rows", report.rows())
                .number("values", report.values())
                .bytes("read_bytes", report.bytes());
        for (Finding finding : report.findings()) {
            if (finding.kind() == Finding.Kind.DAMAGE) {
                facts.said("damage", damage(finding));
            }
        }
        call.report().facts(facts);
        if (!report.isSound()) {
            call.say("the directory is damaged; lbserver doctor --data DIR explains it");
        }
        return report.isSound() ? ExitCode.OK : ExitCode.DAMAGED;
    }

    private static Phrase verdict(boolean sound) {
        return sound ? Phrase.of("sound") : Phrase.of("damaged");
    }

    private static Phrase damage(Finding finding) {
        return finding.keys().isEmpty()
                ? Phrase.of("%s from byte %d: %s", finding.file(), finding.offset(), finding.problem())
                : Phrase.of(
                        "%s from byte %d: %s; keys: %s",
                        finding.file(), finding.offset(), finding.problem(), finding.keys());
    }
}
