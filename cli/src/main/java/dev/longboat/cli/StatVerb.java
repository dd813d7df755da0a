package dev.longboat.cli;

import java.io.IOException;
import picocli.CommandLine.Command;

/// `lbclient stat`. Confined to the main thread.
@Command(
        name = "stat",
        description = "Show what the server is and has done since it started.",
        footer = {"", "Examples:", "  lbclient stat", "  lbclient stat -o json | jq .revision"})
final class StatVerb implements Verb {
    @Override
    public ExitCode run(Call call) throws IOException {
        call.report().stat(call.client().stat());
        return ExitCode.OK;
    }
}
