package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.Lease;
import dev.longboat.client.LeasePage;
import dev.longboat.client.LeaseStatus;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lbclient lease`. Confined to the main thread.
@Command(
        name = "lease",
        description = {
            "Grant, renew, revoke, show or list leases.",
            "A lease is a time to live that keys may share: they end with it. It ends when it is revoked, or when",
            "nobody renews it in time. After a restart of the server every lease has its whole time again."
        },
        footer = {
            "",
            "Examples:",
            "  lbclient lease grant 30s              (says the id)",
            "  lbclient set service/a 10.0.0.7 --lease 4711",
            "  lbclient lease renew 4711",
            "  lbclient lease show 4711              (what is left, and the keys)",
            "  lbclient lease list",
            "  lbclient lease revoke 4711"
        })
final class LeaseVerb implements Verb {
    private static final int PAGE = 1000;

    /// The words of the command line.
    enum Action {
        grant,
        renew,
        revoke,
        show,
        list
    }

    @Parameters(index = "0", paramLabel = "ACTION", description = "grant, renew, revoke, show or list.")
    private Action action = Action.list;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TIME|ID",
            description = "To grant, the time to live, such as 30s or 5m; else the id. list takes none.")
    private @Nullable String subject;

    @Option(names = "--id", paramLabel = "ID", description = "grant: the id, from 1; default one that is drawn.")
    private long id;

    @Override
    public ExitCode run(Call call) throws IOException {
        if (id != 0 && action != Action.grant) {
            throw new UsageException("--id belongs to grant");
        }
        switch (action) {
            case grant -> grant(call);
            case renew ->
                call.report()
                        .facts(new Facts().milliseconds("ttl_ms", call.client().renewLease(lease())));
            case revoke ->
                call.report()
                        .facts(new Facts().number("keys_deleted", call.client().revokeLease(lease())));
            case show -> show(call, lease());
            case list -> list(call);
        }
        return ExitCode.OK;
    }

    private void grant(Call call) throws IOException {
        if (subject == null) {
            throw new UsageException("missing: %s", "TIME");
        }
        Lease lease = call.client().grantLease(id, LifetimeOptions.time("TIME", subject));
        call.report().facts(facts(lease));
    }

    private static Facts facts(Lease lease) {
        return new Facts()
                .number("lease", lease.id())
                .milliseconds("ttl_ms", lease.ttl())
                .number("revision", lease.revision());
    }

    private static void show(Call call, long id) throws IOException {
        LeaseStatus status = call.client().lease(id, Key.of(""), PAGE);
        Facts head = facts(status.lease()).milliseconds("remaining_ms", status.remaining());
        Records keys = new Records("keys", "key");
        while (true) {
            status.keys().forEach(keys::row);
            if (!status.moreKeys()) {
                break;
            }
            status = call.client().lease(id, status.keys().getLast(), PAGE);
        }
        call.report().records(head, keys);
    }

    private void list(Call call) throws IOException {
        if (subject != null) {
            throw new UsageException("list takes no %s", subject);
        }
        Records leases = new Records("leases", "lease", "ttl_ms", "remaining_ms", "revision");
        LeasePage page = call.client().leases(0, PAGE);
        while (true) {
            for (LeaseStatus each : page.leases()) {
                Lease lease = each.lease();
                leases.row(lease.id(), lease.ttl().toMillis(), each.remaining().toMillis(), lease.revision());
            }
            if (!page.more()) {
                break;
            }
            page = call.client().leases(page.leases().getLast().lease().id(), PAGE);
        }
        call.report().records(new Facts(), leases);
    }

    private long lease() {
        if (subject == null) {
            throw new UsageException("missing: %s", "ID");
        }
        try {
            return Long.parseLong(subject);
        } catch (NumberFormatException _) {
            throw new UsageException("%s: '%s' is not a whole number", "ID", subject);
        }
    }
}
