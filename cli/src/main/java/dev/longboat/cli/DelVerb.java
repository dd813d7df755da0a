package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.Operation;
import dev.longboat.client.OperationResult;
import dev.longboat.client.Transaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `lbclient del`. Confined to the main thread.
@Command(
        name = "del",
        description = {
            "Delete keys. Their history stays readable at earlier revisions.",
            "Up to 128 keys are deleted all at one revision or not at all; more of them in groups of 128."
        },
        footer = {"", "Examples:", "  lbclient del user/7", "  lbclient del a b c"})
final class DelVerb implements Verb {
    /// A transaction takes no more operations.
    private static final int GROUP_KEYS_MAX = 128;

    @Parameters(index = "0..*", arity = "1..*", paramLabel = "KEY", description = "The keys.")
    private List<String> keys = new ArrayList<>();

    @Override
    public ExitCode run(Call call) throws IOException {
        List<Key> asked = keys.stream().map(call::key).distinct().toList();
        List<Key> deleted = new ArrayList<>();
        if (asked.size() == 1) {
            if (call.client().delete(asked.getFirst())) {
                deleted.add(asked.getFirst());
            }
        } else {
            for (int from = 0; from < asked.size(); from += GROUP_KEYS_MAX) {
                deleteGroup(call, asked.subList(from, Math.min(asked.size(), from + GROUP_KEYS_MAX)), deleted);
            }
        }
        call.report().deleted(asked, deleted);
        asked.stream().filter(key -> !deleted.contains(key)).forEach(call::notFound);
        return deleted.isEmpty() ? ExitCode.NOT_FOUND : ExitCode.OK;
    }

    private static void deleteGroup(Call call, List<Key> group, List<Key> deleted) {
        Operation[] deletes = group.stream().map(Operation::delete).toArray(Operation[]::new);
        List<OperationResult> results =
                call.client().transact(Transaction.of(deletes)).results();
        for (int i = 0; i < group.size(); i++) {
            if (results.get(i) instanceof OperationResult.Delete delete && delete.deleted()) {
                deleted.add(group.get(i));
            }
        }
    }
}
