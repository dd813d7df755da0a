package dev.longboat.cli;

import dev.longboat.client.Condition;
import dev.longboat.client.Condition.Is;
import dev.longboat.client.Key;
import dev.longboat.client.KeyValue;
import dev.longboat.client.KeyVersion;
import dev.longboat.client.LeaseStatus;
import dev.longboat.client.Lifetime;
import dev.longboat.client.LongboatException;
import dev.longboat.client.Operation;
import dev.longboat.client.OperationResult;
import dev.longboat.client.Transaction;
import dev.longboat.client.TransactionResult;
import dev.longboat.client.View;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lbclient ttl`. Confined to the main thread.
@Command(
        name = "ttl",
        description = {
            "Show how long a key has left, or give it another time to live.",
            "A new time to live is a new version with the same value. If somebody changes the key meanwhile,",
            "nothing is changed, and the exit code is 5."
        },
        footer = {
            "",
            "Examples:",
            "  lbclient ttl session/7",
            "  lbclient ttl session/7 30m",
            "  lbclient ttl session/7 --none         (it stays until somebody deletes it)"
        })
final class TtlVerb implements Verb {
    /// What fits a transaction besides the value.
    private static final long VALUE_BYTES_MAX = 8_000_000;

    @Parameters(index = "0", paramLabel = "KEY", description = "The key.")
    private String key = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TIME",
            description = "How long it lives from now on, such as 500ms, 30s, 5m, 2h or 7d.")
    private @Nullable String time;

    @Option(names = "--none", description = "Take the time to live away.")
    private boolean none;

    @Override
    public ExitCode run(Call call) throws IOException {
        if (time != null && none) {
            throw new UsageException("give either a TIME or --none, not both");
        }
        Key asked = call.key(key);
        Optional<KeyVersion> now = call.client().version(asked, View.NEWEST);
        if (now.isEmpty()) {
            return call.notFound(asked);
        }
        if (time != null) {
            return change(call, now.get(), Lifetime.of(LifetimeOptions.time("TIME", time)));
        }
        return none ? change(call, now.get(), Lifetime.UNLIMITED) : show(call, now.get());
    }

    private static ExitCode show(Call call, KeyVersion now) throws IOException {
        Facts facts = new Facts();
        Optional<LeaseStatus> lease = now.lease() == 0 ? Optional.empty() : find(call, now.lease());
        if (lease.isPresent()) {
            facts.milliseconds("remaining_ms", lease.get().remaining())
                    .milliseconds("ttl_ms", lease.get().lease().ttl())
                    .number("lease", now.lease());
        } else {
            facts.said("remaining", Phrase.of("unlimited"));
        }
        call.report().facts(facts);
        return ExitCode.OK;
    }

    /// A version may name a lease that has ended: when an erase brought it back.
    private static Optional<LeaseStatus> find(Call call, long lease) {
        try {
            return Optional.of(call.client().lease(lease));
        } catch (LongboatException e) {
            if (e.reason().equals("LEASE_NOT_FOUND")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static ExitCode change(Call call, KeyVersion now, Lifetime lifetime) throws IOException {
        if (now.valueBytes() > VALUE_BYTES_MAX) {
            throw new UsageException(
                    "the value has %d bytes, and only one of up to %d can be kept: set it again with --ttl",
                    now.valueBytes(), VALUE_BYTES_MAX);
        }
        Optional<KeyValue> seen = call.client().get(now.key(), View.at(now.revision()));
        if (seen.isEmpty()) {
            return changedMeanwhile(call);
        }
        TransactionResult result = call.client()
                .transact(Transaction.when(Condition.on(now.key()).revision(Is.EQUAL, now.revision()))
                        .then(Operation.set(now.key(), seen.get().value()).living(lifetime)));
        if (!result.succeeded()) {
            return changedMeanwhile(call);
        }
        if (result.results().getFirst() instanceof OperationResult.Set set) {
            call.report().written(set.written());
        }
        return ExitCode.OK;
    }

    private static ExitCode changedMeanwhile(Call call) {
        call.say("somebody changed the key meanwhile; nothing was changed");
        return ExitCode.EXHAUSTED;
    }
}
