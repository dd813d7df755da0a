package dev.longboat.cli;

import dev.longboat.client.KeySelector;
import dev.longboat.client.RangeCursor;
import dev.longboat.client.RangeQuery;
import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What every verb that lists pairs takes, and how it lists them. Confined to the main thread.
final class ListOptions {
    @Option(names = "--limit", paramLabel = "N", description = "The most pairs; default all.")
    private long limit;

    @Mixin
    private ViewOptions past = new ViewOptions();

    @Option(names = "--reverse", description = "From the last key down.")
    private boolean reverse;

    @Option(names = "--keys-only", description = "Leave the values out.")
    private boolean keysOnly;

    @Option(names = "--count", description = "Only the number of keys; --limit does not apply.")
    private boolean count;

    ExitCode run(Call call, KeySelector selector) throws IOException {
        if (limit < 0) {
            throw new UsageException("--limit: a limit is never negative: %d", limit);
        }
        RangeQuery query = RangeQuery.of(selector)
                .in(past.view(call))
                .limit(limit)
                .valueBytesMax(call.report().valueBytesMax());
        query = reverse ? query.reversed() : query;
        query = keysOnly ? query.withoutValues() : query;
        if (count) {
            call.report().count(call.client().count(query));
            return ExitCode.OK;
        }
        try (RangeCursor pairs = call.client().range(query)) {
            boolean more = pairs.hasNext(); // A refusal comes before anything is written.
            Report.Rows rows = call.report().rows(keysOnly);
            for (; more; more = pairs.hasNext()) {
                rows.row(pairs.next());
            }
            rows.end();
        }
        return ExitCode.OK;
    }
}
