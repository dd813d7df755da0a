package dev.longboat.cli;

import dev.longboat.client.Condition;
import dev.longboat.client.Condition.Is;
import dev.longboat.client.Key;
import dev.longboat.client.KeyValue;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.Operation;
import dev.longboat.client.OperationResult;
import dev.longboat.client.Transaction;
import dev.longboat.client.TransactionResult;
import dev.longboat.client.View;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lbclient revert`. Confined to the main thread.
@Command(
        name = "revert",
        description = {
            "Give a key the value again that it had at a revision or a time.",
            "When it was not there then, it is deleted. The versions between stay in its history. If somebody",
            "changes the key meanwhile, nothing is changed, and the exit code is 5."
        },
        footer = {
            "",
            "Examples:",
            "  lbclient revert config --as-of 10m --dry-run",
            "  lbclient revert config --at-rev 41"
        })
final class RevertVerb implements Verb {
    @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Mixin
    private ViewOptions past = new ViewOptions();

    @Option(names = "--dry-run", description = "Change nothing; say what would be done.")
    private boolean dryRun;

    @Override
    public ExitCode run(Call call) throws IOException {
        if (!past.isGiven()) {
            throw new UsageException("say to when: --at-rev or --as-of");
        }
        Key asked = call.key(key);
        View view = past.view(call);
        Optional<KeyVersion> now = call.client().version(asked, View.NEWEST);
        Optional<KeyValue> then = call.client().get(asked, view);
        if (now.isEmpty() && then.isEmpty()) {
            return call.notFound(asked);
        }
        if (now.equals(then.map(KeyValue::version))) {
            call.say("nothing to do: the key has not changed since");
            return ExitCode.OK;
        }
        if (dryRun) {
            call.report().facts(plan(now, then));
            return ExitCode.OK;
        }
        TransactionResult result = call.client().transact(transaction(asked, now, then));
        if (!result.succeeded()) {
            call.say("somebody changed the key meanwhile; nothing was changed");
            return ExitCode.EXHAUSTED;
        }
        switch (result.results().getFirst()) {
            case OperationResult.Set set -> call.report().written(set.written());
            default -> call.report().deleted(List.of(asked), List.of(asked));
        }
        return ExitCode.OK;
    }

    private static Facts plan(Optional<KeyVersion> now, Optional<KeyValue> then) {
        Facts facts = new Facts()
                .number("from_revision", now.map(KeyVersion::revision).orElse(0L));
        return then.map(old -> facts.number(
                                "to_value_of_revision", old.version().revision())
                        .number("value_bytes", old.version().valueBytes()))
                .orElseGet(() -> facts.said("would_be", Phrase.of("deleted")));
    }

    /// The key is as it was seen, and becomes what it was.
    private static Transaction transaction(Key key, Optional<KeyVersion> now, Optional<KeyValue> then) {
        Condition unchanged = now.map(version -> Condition.on(key).revision(Is.EQUAL, version.revision()))
                .orElseGet(() -> Condition.on(key).isAbsent());
        Operation back =
                then.<Operation>map(old -> Operation.set(key, old.value())).orElseGet(() -> Operation.delete(key));
        return Transaction.when(unchanged).then(back);
    }
}
