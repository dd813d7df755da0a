package dev.longboat.cli;

import dev.longboat.client.ScrubReport;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lbclient scrub`. Confined to the main thread.
@Command(
        name = "scrub",
        description = {
            "Show, start or pause the server's search for damage.",
            "It reads every file against its checksums while it serves, no faster than it is told. Exit code 11",
            "when it knows of damage."
        },
        footer = {
            "",
            "Examples:",
            "  lbclient scrub                        (how it stands)",
            "  lbclient scrub start --rate 50000000  (begin a pass, at 50 MB a second)",
            "  lbclient scrub pause"
        })
final class ScrubVerb implements Verb {
    /// The words of the command line.
    enum Action {
        status,
        start,
        pause
    }

    @Parameters(index = "0", arity = "0..1", paramLabel = "ACTION", description = "status, start or pause.")
    private Action action = Action.status;

    @Option(names = "--rate", paramLabel = "BYTES", description = "Bytes a second that it may read from now on.")
    private long rate;

    @Override
    public ExitCode run(Call call) throws IOException {
        if (rate < 0) {
            throw new UsageException("--rate %d: a rate is a number of bytes a second", rate);
        }
        ScrubReport.Action wanted = ScrubReport.Action.valueOf(action.name().toUpperCase(Locale.ROOT));
        ScrubReport report = call.client().scrub(wanted, rate);
        Facts facts = new Facts()
                .said("state", state(report.state()))
                .number("passes", report.passes())
                .text("file", report.file())
                .bytes("pass_bytes", report.passBytes())
                .bytes("pass_bytes_total", report.passBytesTotal())
                .said("last_pass", report.lastPass().map(Phrase::exactly).orElseGet(() -> Phrase.of("never")))
                .bytes("bytes_per_second", report.bytesPerSecond())
                .number("findings", report.findings().size());
        for (ScrubReport.Finding finding : report.findings()) {
            facts.said(
                    "damage",
                    Phrase.of(
                            "%s from byte %d: %s; keys: %s; found %s",
                            finding.file(), finding.offset(), finding.problem(), finding.keys(), finding.found()));
        }
        call.report().facts(facts);
        return report.findings().isEmpty() ? ExitCode.OK : ExitCode.DAMAGED;
    }

    private static Phrase state(ScrubReport.State state) {
        return switch (state) {
            case IDLE -> Phrase.of("idle");
            case RUNNING -> Phrase.of("running");
            case PAUSED -> Phrase.of("paused");
        };
    }
}
