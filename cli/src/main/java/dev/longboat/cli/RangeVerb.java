package dev.longboat.cli;

import dev.longboat.client.KeySelector;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `lbclient range`. Confined to the main thread.
@Command(
        name = "range",
        description = "List the pairs whose keys lie from one key up to another, which is not included.",
        footer = {
            "",
            "Examples:",
            "  lbclient range a m",
            "  lbclient range user/7 ''              (to the end of the store)",
            "  lbclient range a m --reverse --limit 5"
        })
final class RangeVerb implements Verb {
    @Parameters(index = "0", paramLabel = "FROM", description = "The first key; '' is the first of the store.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "The key to end before; '' is the end of the store.")
    private String to = "";

    @Mixin
    private ListOptions list = new ListOptions();

    @Override
    public ExitCode run(Call call) throws IOException {
        return list.run(call, new KeySelector.Between(call.key(from), call.key(to)));
    }
}
