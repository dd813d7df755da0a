package dev.longboat.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A lease that this process renews until it is closed, a third of its time to live at a time. It
/// can still be lost: the server, or the way to it, may be gone for too long. From then on its keys
/// have ended or will, and somebody else may hold what they stood for. Whoever acts on such a claim
/// does well to hand on the revision of the key, so that what acts on an older one can be refused.
///
/// ```java
/// try (KeptLease lease = client.keepLease(Duration.ofSeconds(10))) {
///     client.set(Operation.set("service/a", "10.0.0.7:80").living(lease.lifetime()));
///     lease.lost().thenRun(this::stop);
///     serve();
/// }
/// ```
///
/// Safe for concurrent use.
public final class KeptLease implements AutoCloseable {
    private final LongboatClient client;
    private final Lease lease;
    private final RenewalDriver renewals;

    private KeptLease(LongboatClient client, Lease lease, RenewalDriver renewals) {
        this.client = client;
        this.lease = lease;
        this.renewals = renewals;
    }

    static KeptLease begin(LongboatClient client, CallDriver calls, Duration ttl) {
        RenewalDriver renewals = RenewalDriver.beforeGrant();
        Lease lease = client.grantLease(ttl);
        renewals.start(lease, calls);
        return new KeptLease(client, lease, renewals);
    }

    /// The lease.
    public Lease lease() {
        return lease;
    }

    /// The lifetime of keys that hang on it.
    public Lifetime lifetime() {
        return Lifetime.ofLease(lease.id());
    }

    /// Completes, with the reason, when the lease has ended, or may have: then it was not renewed
    /// for its time to live. Never completes when it was closed before.
    public CompletableFuture<LongboatException> lost() {
        return renewals.lost().copy();
    }

    /// Revokes the lease, so that its keys end now, unless it has ended or is lost already.
    @Override
    public void close() {
        if (!renewals.stop()) {
            return;
        }
        try {
            client.revokeLease(lease.id());
        } catch (LongboatException e) {
            if (!RenewalDriver.isGone(e)) {
                throw e;
            }
        }
    }
}
