package dev.longboat.cli;

import dev.longboat.client.HistoryPage;
import dev.longboat.client.HistoryQuery;
import dev.longboat.client.Key;
import dev.longboat.client.KeyEvent;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lbclient history`. Confined to the main thread.
@Command(
        name = "history",
        description = "List what happened to a key, newest first: every version that is kept, and deletes.",
        footer = {
            "",
            "Examples:",
            "  lbclient history user/7",
            "  lbclient history user/7 --limit 5 -o json",
            "  lbclient history user/7 --as-of 1d     (what was known of it a day ago)"
        })
final class HistoryVerb implements Verb {
    @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Mixin
    private ViewOptions past = new ViewOptions();

    @Option(names = "--limit", paramLabel = "N", description = "The most events; default all.")
    private int limit;

    @Option(names = "--keys-only", description = "Leave the values out.")
    private boolean keysOnly;

    @Override
    public ExitCode run(Call call) throws IOException {
        if (limit < 0) {
            throw new UsageException("--limit: a limit is never negative: %d", limit);
        }
        Key asked = call.key(key);
        HistoryQuery query = HistoryQuery.of(asked).in(past.view(call)).limit(limit);
        query = keysOnly ? query.withoutValues() : query;
        HistoryPage page = call.client().history(query);
        if (page.events().isEmpty()) {
            return call.notFound(asked);
        }
        Report.Rows rows = call.report().rows(keysOnly);
        long left = limit == 0 ? Long.MAX_VALUE : limit;
        while (true) {
            for (KeyEvent event : page.events()) {
                switch (event) {
                    case KeyEvent.Written written -> rows.row(written.version());
                    case KeyEvent.Ended ended -> rows.ended(ended);
                }
            }
            left -= page.events().size();
            if (!page.more() || left <= 0) {
                break;
            }
            query = query.before(page.events().getLast()).limit((int) Math.min(left, 1000));
            page = call.client().history(query);
        }
        rows.end();
        return ExitCode.OK;
    }
}
