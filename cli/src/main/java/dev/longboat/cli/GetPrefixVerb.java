package dev.longboat.cli;

import dev.longboat.client.KeySelector;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `lbclient getprefix`. Confined to the main thread.
@Command(
        name = "getprefix",
        aliases = "getPrefix",
        description = "List the pairs whose keys start with a prefix, in the order of their bytes.",
        footer = {
            "",
            "Examples:",
            "  lbclient getprefix user/",
            "  lbclient getprefix user/ --limit 10 --keys-only",
            "  lbclient getprefix log/ --reverse --limit 1   (the last)",
            "  lbclient getprefix '' --count                 (all keys)",
            "  lbclient getprefix user/ -o json | jq '.[].key'"
        })
final class GetPrefixVerb implements Verb {
    @Parameters(index = "0", paramLabel = "PREFIX", description = "What the keys start with; '' is every key.")
    private String prefix = "";

    @Mixin
    private ListOptions list = new ListOptions();

    @Override
    public ExitCode run(Call call) throws IOException {
        return list.run(call, new KeySelector.Prefix(call.key(prefix)));
    }
}
