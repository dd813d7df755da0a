package dev.longboat.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one transaction does to leases. Confined to the store-journal thread.
final class LeaseEvaluation {
    private final ProposalView view;
    private final int leasesMax;
    private final Moment at;
    private final List<Effect> effects = new ArrayList<>();

    /// Leases that it has granted, and empty those that it has ended.
    private final Map<Long, Optional<Lease>> changed = new HashMap<>();

    /// Leases on which it has hung keys: it may not end them too, for a key is changed once.
    private final Set<Long> attached = new HashSet<>();

    LeaseEvaluation(ProposalView view, long revision, int leasesMax) {
        this.view = view;
        this.leasesMax = leasesMax;
        this.at = new Moment(revision, 0, 0, view.inFlight().commitTime(), 0, 0);
    }

    /// The effects so far, in order.
    List<Effect> effects() {
        return effects;
    }

    /// Leases that it has granted, and empty those that it has ended.
    Map<Long, Optional<Lease>> changed() {
        return changed;
    }

    /// Leases on which it has hung keys.
    Set<Long> attached() {
        return attached;
    }

    Lease grant(long id, long ttlMillis) {
        checkUnchanged(id);
        if (view.lease(id).isPresent()) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.LEASE_EXISTS, "there is a lease " + id + " already");
        }
        int count = view.leaseCount() + changed.size();
        if (count >= leasesMax) {
            throw ResourceExhaustedException.tooManyLeases(count, leasesMax);
        }
        Lease lease = new Lease(id, ttlMillis, at.revision());
        changed.put(lease.id(), Optional.of(lease));
        effects.add(new Effect.Grant(lease, at));
        return lease;
    }

    /// A version of a key is about to be written that hangs on a lease; 0 for none.
    void attach(long lease, Key key) {
        if (lease == 0) {
            return;
        }
        require(lease);
        attached.add(lease);
        effects.add(new Effect.Attach(lease, key, at));
    }

    /// A version of a key is the newest again.
    void attachAgain(KeyVersion version) {
        if (version.lease() != 0
                && find(version.lease()).filter(lease -> lease.holds(version)).isPresent()) {
            attach(version.lease(), version.key());
        }
    }

    /// The keys that a revocation ends; empty when it must wait until what is in flight has been
    /// applied, in which alone one can look for keys.
    ///
    /// @param bytesMax the most bytes of their deletes together
    Optional<HeldKeys> held(Operation.Revoke revoke, long bytesMax) throws IOException {
        checkUnchanged(revoke.lease());
        if (attached.contains(revoke.lease())) {
            throw twice(revoke.lease());
        }
        if (view.inFlight().touches(revoke.lease())) {
            return Optional.empty();
        }
        return Optional.of(view.heldKeys(require(revoke.lease()), revoke.keysMax(), bytesMax));
    }

    void end(long lease) {
        changed.put(lease, Optional.empty());
        effects.add(new Effect.End(lease, at));
    }

    private Lease require(long lease) {
        return find(lease)
                .orElseThrow(() -> new InvalidRequestException(
                        InvalidRequestException.Reason.LEASE_NOT_FOUND, "there is no lease " + lease));
    }

    private Optional<Lease> find(long lease) {
        return changed.containsKey(lease) ? changed.get(lease) : view.lease(lease);
    }

    private void checkUnchanged(long lease) {
        if (changed.containsKey(lease)) {
            throw twice(lease);
        }
    }

    private static InvalidRequestException twice(long lease) {
        return new InvalidRequestException(
                InvalidRequestException.Reason.DUPLICATE_KEY,
                "the lease " + lease + " is changed twice in one transaction");
    }
}
