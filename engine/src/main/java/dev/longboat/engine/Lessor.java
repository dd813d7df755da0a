package dev.longboat.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.longboat.disk.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Knows when leases are due, and revokes those that are. Time is the monotonic clock's alone, and
/// none of it is kept on disk: with each start of the store every lease has its whole time to live
/// before it. So a lease may end late, and never ends early.
///
/// Safe for concurrent use; [#step()] belongs to the store-leases thread.
final class Lessor implements Leases.Listener {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long RETRY_NANOS = 500 * NANOS_PER_MILLI;

    /// How many leases are revoked at once.
    private static final int BATCH = 256;

    private final Clock clock;
    private final Replicator replicator;

    /// What a lease has left. Guarded by its lessor.
    private static final class Term {
        private final Lease lease;
        private long dueNanos;

        /// When it is to be looked at: when it is due, or was before it was renewed.
        private long lookNanos;

        /// It was due: it is renewed no more.
        private boolean ending;

        Term(Lease lease) {
            this.lease = lease;
        }

        static int inOrder(Term one, Term other) {
            int order = Long.compare(one.lookNanos, other.lookNanos);
            return order != 0 ? order : Long.compare(one.lease.id(), other.lease.id());
        }
    }

    @GuardedBy("this")
    private final Map<Long, Term> terms = new HashMap<>();

    /// The terms, but for those that are being revoked, in the order in which they are looked at.
    @GuardedBy("this")
    private final NavigableSet<Term> looks = new TreeSet<>(Term::inOrder);

    /// Called when something is due earlier than before.
    @GuardedBy("this")
    private Runnable signal = () -> {};

    Lessor(Clock clock, Replicator replicator) {
        this.clock = clock;
        this.replicator = replicator;
    }

    /// From now on the runnable is called when something is due earlier than before.
    synchronized void onEarlier(Runnable called) {
        signal = called;
    }

    @Override
    public void granted(Lease lease) {
        Runnable called = null;
        synchronized (this) {
            ended(lease.id());
            Term term = new Term(lease);
            term.dueNanos = clock.monotonicNanos() + lease.ttlMillis() * NANOS_PER_MILLI;
            terms.put(lease.id(), term);
            look(term, term.dueNanos);
            if (looks.first() == term) {
                called = signal;
            }
        }
        if (called != null) {
            called.run();
        }
    }

    @Override
    public synchronized void ended(long id) {
        Term term = terms.remove(id);
        if (term != null) {
            looks.remove(term);
        }
    }

    @GuardedBy("this")
    private void look(Term term, long nanos) {
        term.lookNanos = nanos;
        looks.add(term);
    }

    /// Gives a lease its whole time to live again.
    ///
    /// @return the time to live, milliseconds; empty when there is no such lease any more
    synchronized OptionalLong renew(long id) {
        Term term = terms.get(id);
        long now = clock.monotonicNanos();
        if (term == null || term.ending || term.dueNanos - now <= 0) {
            return OptionalLong.empty();
        }
        term.dueNanos = now + term.lease.ttlMillis() * NANOS_PER_MILLI;
        return OptionalLong.of(term.lease.ttlMillis());
    }

    /// How long a lease has left, milliseconds; 0 when it is due.
    synchronized long remainingMillis(Lease lease) {
        Term term = terms.get(lease.id());
        return term == null || term.ending
                ? 0
                : Math.max(0, (term.dueNanos - clock.monotonicNanos()) / NANOS_PER_MILLI);
    }

    /// Nanoseconds until there is something to look at; empty when there is nothing.
    synchronized OptionalLong untilNextNanos() {
        return looks.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, looks.first().lookNanos - clock.monotonicNanos()));
    }

    /// Revokes leases that are due.
    ///
    /// @return whether there may be more
    boolean step() {
        List<Term> due = takeDue();
        List<CompletableFuture<Commit>> revocations = new ArrayList<>(due.size());
        for (Term term : due) {
            CompletableFuture<Commit> done = new CompletableFuture<>();
            Transaction revocation = Transaction.of(new Operation.Revoke(term.lease.id()));
            replicator.propose(new Proposal.Transact(revocation, 0, done));
            revocations.add(done);
        }
        for (int i = 0; i < due.size(); i++) {
            settle(due.get(i), revocations.get(i));
        }
        return !due.isEmpty();
    }

    private synchronized List<Term> takeDue() {
        List<Term> due = new ArrayList<>();
        long now = clock.monotonicNanos();
        while (due.size() < BATCH && !looks.isEmpty() && looks.first().lookNanos - now <= 0) {
            Term term = looks.removeFirst();
            if (term.dueNanos - now > 0) {
                look(term, term.dueNanos);
            } else {
                term.ending = true;
                due.add(term);
            }
        }
        return due;
    }

    /// A revocation that failed is tried again; one that left keys goes on at once.
    private void settle(Term term, CompletableFuture<Commit> revocation) {
        long pauseNanos = 0;
        try {
            if (((OperationResult.Revoked) revocation.join().results().getFirst()).ended()) {
                return;
            }
        } catch (CompletionException e) {
            if (isGone(e.getCause())) {
                return;
            }
            pauseNanos = RETRY_NANOS;
        }
        synchronized (this) {
            if (terms.get(term.lease.id()) == term) {
                look(term, clock.monotonicNanos() + pauseNanos);
            }
        }
    }

    /// Whether somebody else has revoked the lease meanwhile.
    private static boolean isGone(@Nullable Throwable failure) {
        return failure instanceof InvalidRequestException refused
                && refused.reason() == InvalidRequestException.Reason.LEASE_NOT_FOUND;
    }
}
