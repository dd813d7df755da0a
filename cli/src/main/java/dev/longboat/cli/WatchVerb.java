package dev.longboat.cli;

import dev.longboat.client.Watch;
import dev.longboat.client.WatchBatch;
import dev.longboat.client.WatchEvent;
import dev.longboat.client.WatchQuery;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lbclient watch`. Confined to the main thread.
@Command(
        name = "watch",
        description = {
            "Tell what happens to keys, a line for each change, from now on or from an earlier revision on.",
            "Ctrl-C or --count ends it. After a broken connection it goes on where it was."
        },
        footer = {
            "",
            "Examples:",
            "  lbclient watch user/7",
            "  lbclient watch --prefix user/ --previous",
            "  lbclient watch --prefix '' --from-rev 1 -o json   (all that is kept of the past, then what comes)",
            "  lbclient watch job/9 --count 1                    (waits for one change)"
        })
final class WatchVerb implements Verb {
    @Mixin
    private KeyChoice keys = new KeyChoice();

    @Option(
            names = "--from-rev",
            paramLabel = "N",
            description = "Begin with what happened at this revision; default: what comes now.")
    private long fromRevision;

    @Option(names = "--previous", description = "Also say what was there before each change.")
    private boolean previous;

    @Option(names = "--keys-only", description = "Leave the values out.")
    private boolean keysOnly;

    @Option(names = "--count", paramLabel = "N", description = "End after so many changes; default: never.")
    private long count;

    @Override
    public ExitCode run(Call call) throws IOException {
        if (fromRevision < 0) {
            throw new UsageException("%s: a revision is never negative: %d", "--from-rev", fromRevision);
        }
        if (count < 0) {
            throw new UsageException("--count: a number of changes is never negative: %d", count);
        }
        WatchQuery query = WatchQuery.of(keys.selector(call)).from(fromRevision);
        query = previous ? query.withPrevious() : query;
        query = keysOnly ? query.withoutValues() : query;
        long left = count == 0 ? Long.MAX_VALUE : count;
        try (Watch watch = call.client().watch(query)) {
            while (left > 0 && watch.hasNext()) {
                WatchBatch batch = watch.next();
                for (WatchEvent event : batch.events()
                        .subList(0, (int) Math.min(left, batch.events().size()))) {
                    call.report().change(event, keysOnly);
                    left--;
                }
                call.paper().flush();
            }
        }
        return ExitCode.OK;
    }
}
