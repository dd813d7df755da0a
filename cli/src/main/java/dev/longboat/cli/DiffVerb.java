package dev.longboat.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.longboat.client.HistoryQuery;
import dev.longboat.client.Key;
import dev.longboat.client.KeyEvent;
import dev.longboat.client.KeyValue;
import dev.longboat.client.Value;
import dev.longboat.client.View;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lbclient diff`. Confined to the main thread.
@Command(
        name = "diff",
        description = {
            "Compare the value of a key with what it was.",
            "That is before its newest change, or when --at-rev or --as-of say. Lines of text are compared as",
            "'diff -u' does; nothing is printed when they agree."
        },
        footer = {
            "",
            "Examples:",
            "  lbclient diff config                            (what the newest change changed)",
            "  lbclient diff config --as-of 1d                 (since yesterday)",
            "  lbclient diff config --at-rev 41 --with-rev 44  (between two revisions)"
        })
final class DiffVerb implements Verb {
    private static final int CONTEXT_LINES = 3;

    @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Mixin
    private ViewOptions past = new ViewOptions();

    @Option(names = "--with-rev", paramLabel = "N", description = "Compare with this revision; default the newest.")
    private long with;

    @Override
    public ExitCode run(Call call) throws IOException {
        Key asked = call.key(key);
        View then = Views.at(with);
        Optional<KeyValue> now = call.client().get(asked, then);
        Optional<KeyValue> before = past.isGiven() ? call.client().get(asked, past.view(call)) : previous(call, asked);
        if (now.isEmpty() && before.isEmpty()) {
            return call.notFound(asked);
        }
        List<String> differences = differences(call.words(), ShownText.of(asked), before, now);
        if (call.format() == OutputFormat.json || call.format() == OutputFormat.ndjson) {
            call.report()
                    .facts(new Facts()
                            .number("from_revision", revision(before))
                            .number("to_revision", revision(now))
                            .text("diff", String.join("\n", differences)));
            return ExitCode.OK;
        }
        for (String line : differences) {
            call.paper().line(ShownText.block(Value.of(line)));
        }
        return ExitCode.OK;
    }

    /// What was there before the newest change up to the revision; nothing when that change began
    /// the key.
    private Optional<KeyValue> previous(Call call, Key asked) {
        List<KeyEvent> newest = call.client()
                .history(HistoryQuery.of(asked).in(Views.at(with)).limit(2).withoutValues())
                .events();
        return newest.size() == 2 && newest.getLast() instanceof KeyEvent.Written written
                ? call.client().get(asked, View.at(written.revision()))
                : Optional.empty();
    }

    private static long revision(Optional<KeyValue> side) {
        return side.map(pair -> pair.version().revision()).orElse(0L);
    }

    private static List<String> differences(
            Words words, String name, Optional<KeyValue> before, Optional<KeyValue> now) {
        Value from = before.map(KeyValue::value).orElse(Value.EMPTY);
        Value to = now.map(KeyValue::value).orElse(Value.EMPTY);
        if (from.equals(to) && before.isPresent() == now.isPresent()) {
            return List.of();
        }
        String left = name + "  " + words.told(side(before));
        String right = name + "  " + words.told(side(now));
        if (!from.isText() || !to.isText()) {
            return List.of("--- " + left, "+++ " + right, words.told(bytes(from, to)));
        }
        List<String> lines = lines(from);
        return UnifiedDiffUtils.generateUnifiedDiff(
                left, right, lines, DiffUtils.diff(lines, lines(to)), CONTEXT_LINES);
    }

    private static Phrase side(Optional<KeyValue> side) {
        return side.map(pair -> Phrase.of("revision %d", pair.version().revision()))
                .orElseGet(() -> Phrase.of("not there"));
    }

    private static Phrase bytes(Value from, Value to) {
        int at = Arrays.mismatch(from.bytes(), to.bytes());
        return Phrase.of("%d bytes and %d bytes, which differ from byte %d", from.size(), to.size(), at);
    }

    private static List<String> lines(Value value) {
        return value.size() == 0 ? List.of() : value.text().lines().toList();
    }
}
