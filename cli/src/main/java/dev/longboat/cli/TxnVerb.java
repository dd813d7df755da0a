package dev.longboat.cli;

import dev.longboat.client.KeyValue;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.OperationResult;
import dev.longboat.client.Transaction;
import dev.longboat.client.TransactionResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lbclient txn`. Confined to the main thread.
@Command(
        name = "txn",
        description = {
            "Do several things together or not at all, if conditions hold.",
            "Each line, an argument or a line of the file, begins with if, then or else:",
            "  if KEY exists | absent",
            "  if KEY version|revision|created|ordinal|lease =|!=|<|> NUMBER",
            "  if KEY value =|!=|<|> VALUE",
            "  then|else set KEY VALUE [--ttl TIME | --lease ID]",
            "  then|else get KEY | del KEY | getprefix PREFIX | delprefix PREFIX",
            "Words are quoted as in the shell. When a condition does not hold, else is done; when there is none,",
            "nothing is, and the exit code is 5."
        },
        footer = {
            "",
            "Examples:",
            "  lbclient txn 'if lock absent' 'then set lock me --ttl 30s' 'else get lock'",
            "  lbclient txn 'then set a 1' 'then set b 2' 'then del c'",
            "  lbclient txn --file move.txn          (a line each; # begins a remark)",
            "  lbclient txn -                        (lines of standard input)"
        })
final class TxnVerb implements Verb {
    @Parameters(arity = "0..*", paramLabel = "LINE", description = "A line; - reads lines of standard input.")
    private List<String> lines = List.of();

    @Option(names = "--file", paramLabel = "FILE", description = "Read the lines of a file instead.")
    private @Nullable Path file;

    @Override
    public ExitCode run(Call call) throws IOException {
        Transaction transaction = script(call).transaction();
        TransactionResult result = call.client().transact(transaction);
        call.report().records(head(result), results(result));
        if (result.succeeded() || !transaction.otherwise().isEmpty()) {
            return ExitCode.OK;
        }
        call.say("a condition did not hold; nothing was changed");
        return ExitCode.EXHAUSTED;
    }

    private TransactionScript script(Call call) throws IOException {
        TransactionScript script = new TransactionScript(call);
        if (file != null) {
            if (!lines.isEmpty()) {
                throw new UsageException("give either LINEs or --file, not both");
            }
            try (InputStream in = Files.newInputStream(file)) {
                script.read(in);
            }
        } else if (lines.equals(List.of("-"))) {
            script.read(call.here().in());
        } else {
            lines.forEach(script::line);
        }
        if (script.isEmpty()) {
            throw new UsageException("missing: %s", "LINE");
        }
        return script;
    }

    private static Facts head(TransactionResult result) {
        return new Facts().flag("succeeded", result.succeeded()).number("revision", result.revision());
    }

    /// A row for each key that a step answers, in order; of a key that is not there, none.
    private static Records results(TransactionResult result) {
        Records rows = new Records("results", "step", "did", "key", "revision", "version", "value");
        long step = 0;
        for (OperationResult each : result.results()) {
            step++;
            switch (each) {
                case OperationResult.Set set -> {
                    KeyVersion written = set.written();
                    rows.row(step, "set", written.key(), written.revision(), written.version(), "");
                }
                case OperationResult.Delete delete ->
                    rows.row(step, delete.deleted() ? "deleted" : "not there", "", "", "", "");
                case OperationResult.DeleteRange range -> rows.row(step, "deleted " + range.deleted(), "", "", "", "");
                case OperationResult.Get get -> {
                    if (get.found().isEmpty()) {
                        rows.row(step, "not there", "", "", "", "");
                    }
                    found(rows, step, get.found().stream().toList());
                }
                case OperationResult.Range range -> {
                    found(rows, step, range.pairs());
                    if (range.more()) {
                        rows.row(step, "cut short", "", "", "", "");
                    }
                }
                case OperationResult.Nested _ -> throw new IllegalStateException("no line says so");
            }
        }
        return rows;
    }

    private static void found(Records rows, long step, List<KeyValue> pairs) {
        for (KeyValue pair : pairs) {
            KeyVersion version = pair.version();
            rows.row(
                    step,
                    "got",
                    pair.key(),
                    version.revision(),
                    version.version(),
                    pair.valueOmitted() ? "" : pair.value());
        }
    }
}
