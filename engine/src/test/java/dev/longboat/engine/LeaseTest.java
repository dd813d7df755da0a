package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.Fault;
import dev.longboat.testkit.FaultEffect;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The keys of a lease end with it, and it never ends before its time (E13). What leases hold after
/// random transactions, merges, kills and power cuts is held against a model in [StoreModelTest]
/// and [StoreCrashTest].
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeaseTest {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Key A = Key.of("a");
    private static final Key B = Key.of("b");

    /// Is asked for nothing.
    private static final Replicator NOBODY = new Replicator() {
        @Override
        public void propose(Proposal proposal) {
            throw new AssertionError("nothing is due");
        }

        @Override
        public CompletableFuture<Long> readBarrier() {
            return CompletableFuture.completedFuture(0L);
        }

        @Override
        public Status status() {
            return new Status(0, 0);
        }

        @Override
        public void close() {}
    };

    private final SimClock clock = new SimClock();
    private SimDisk disk = new SimDisk();
    private Store store = open(StoreOptions.tiny());

    private Store open(StoreOptions options) {
        return Store.open(new StorePorts(disk, clock, new SimRandomness(7), false), options);
    }

    @AfterEach
    void end() {
        store.close();
    }

    private KeyVersion put(Key key, long lease) {
        Commit commit = store.commit(Transaction.of(new Operation.Put(key, NewValue.of(new byte[40]), lease)));
        return ((OperationResult.Put) commit.results().getFirst()).written();
    }

    private void pass(Duration time) {
        clock.advance(time);
        store.endDueLeases();
    }

    private List<Key> held(Lease lease) {
        return store.heldKeys(lease, new byte[0], 100).keys();
    }

    private static void refused(InvalidRequestException.Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void leaseThatIsNotRenewed_endsWithItsKeys_inOneRevision_andNotEarlier() {
        endInTime();
    }

    void endInTime() {
        Lease lease = store.grant(TTL);
        put(A, lease.id());
        put(B, lease.id());
        long revision = store.revision();

        pass(TTL.minus(MOMENT));
        assertThat(store.lease(lease.id())).contains(new LeaseStatus(lease, 1));
        assertThat(store.statistics().keys()).isEqualTo(2);

        pass(MOMENT);
        assertThat(store.lease(lease.id())).isEmpty();
        assertThat(store.leases(0, 10)).isEmpty();
        assertThat(store.statistics().keys()).isZero();
        assertThat(store.revision()).isEqualTo(revision + 1);
        assertThat(store.get(A, View.at(revision))).isPresent();
    }

    @Test
    void keyWithATimeToLiveOfItsOwn_isATransactionOfOne() {
        store.commit(Transaction.of(new Operation.Put(A, NewValue.of(new byte[5000]), 3, TTL.toMillis())));
        assertThat(store.revision()).isEqualTo(2);
        assertThat(store.leases(0, 10)).containsExactly(new LeaseStatus(new Lease(3, TTL.toMillis(), 2), 10_000));
        pass(TTL);
        assertThat(store.get(A)).isEmpty();
    }

    @Test
    void renewedLease_hasItsWholeTimeAgain() {
        Lease lease = store.grant(TTL);
        put(A, lease.id());
        for (int i = 0; i < 5; i++) {
            pass(TTL.minus(MOMENT));
            assertThat(store.renew(lease.id())).contains(TTL);
        }
        assertThat(store.get(A)).isPresent();
        pass(TTL);
        assertThat(store.get(A)).isEmpty();
    }

    @Test
    void leaseThatIsDue_isRenewedNoMore() {
        refuseWhatIsDue();
    }

    void refuseWhatIsDue() {
        Lease lease = store.grant(TTL);
        put(A, lease.id());
        clock.advance(TTL);
        assertThat(store.renew(lease.id())).isEmpty();
        assertThat(store.lease(lease.id())).contains(new LeaseStatus(lease, 0));
        store.endDueLeases();
        assertThat(store.get(A)).isEmpty();
        assertThat(store.renew(lease.id())).isEmpty();
    }

    @Test
    void wallClock_hasNoSay() {
        Lease lease = store.grant(TTL);
        clock.stepWall(Duration.ofDays(400));
        store.endDueLeases();
        assertThat(store.lease(lease.id())).isPresent();
        clock.stepWall(Duration.ofDays(-800));
        pass(TTL);
        assertThat(store.lease(lease.id())).isEmpty();
    }

    @Test
    void key_hangsOnTheLeaseOfItsNewestVersion() {
        Lease first = store.grant(TTL);
        Lease second = store.grant(TTL.multipliedBy(3));
        put(A, first.id());
        put(B, first.id());
        put(A, second.id());
        store.put(B, new byte[1]);
        assertThat(held(first)).isEmpty();
        assertThat(held(second)).containsExactly(A);

        pass(TTL);
        assertThat(store.get(A)).isPresent();
        assertThat(store.get(B)).isPresent();
        pass(TTL.multipliedBy(2));
        assertThat(store.get(A)).isEmpty();
        assertThat(store.get(B)).isPresent();
    }

    @Test
    void keyThatAnEraseBringsBack_hangsOnItsLeaseAgain_butNotOnAnotherOfTheSameId() {
        comeBackByAnErase();
    }

    void comeBackByAnErase() {
        store.commit(Transaction.of(new Operation.Grant(7, 10_000)));
        long first = put(A, 7).revision();
        long second = store.put(A, new byte[1]).revision();
        mergeAway();
        store.commit(Transaction.of(new Operation.Erase(A, second)));
        assertThat(store.get(A).orElseThrow().version().revision()).isEqualTo(first);
        assertThat(held(store.lease(7).orElseThrow().lease())).containsExactly(A);

        long third = store.put(A, new byte[1]).revision();
        store.revoke(7);
        store.commit(Transaction.of(new Operation.Grant(7, 10_000)));
        store.commit(Transaction.of(new Operation.Erase(A, third)));
        assertThat(store.get(A).orElseThrow().version().lease()).isEqualTo(7);
        assertThat(held(store.lease(7).orElseThrow().lease())).isEmpty();
        assertThat(store.revoke(7)).isZero();
        assertThat(store.get(A)).isPresent();
    }

    @Test
    void afterARestart_everyLeaseHasItsWholeTime() {
        outliveARestart();
    }

    void outliveARestart() {
        Lease kept = store.grant(TTL);
        Lease revoked = store.grant(TTL);
        put(A, kept.id());
        store.revoke(revoked.id());
        for (int i = 0; i < 2; i++) {
            clock.advance(TTL.minus(MOMENT));
            SimDisk left = disk.crash(CrashChoice.keepAll());
            ModelledStore.abandon(disk, store);
            disk = left;
            store = open(StoreOptions.tiny());
            assertThat(store.leases(0, 10)).containsExactly(new LeaseStatus(kept, TTL.toMillis()));
            mergeAway();
        }
        pass(TTL);
        assertThat(store.get(A)).isEmpty();
    }

    @Test
    void whatCannotBe_isRefused_andChangesNothing() {
        Lease lease = store.grant(TTL);
        long revision = store.revision();
        refused(InvalidRequestException.Reason.LEASE_NOT_FOUND, () -> put(A, lease.id() + 1));
        refused(InvalidRequestException.Reason.LEASE_NOT_FOUND, () -> store.revoke(lease.id() + 1));
        refused(
                InvalidRequestException.Reason.LEASE_EXISTS,
                () -> store.commit(Transaction.of(new Operation.Grant(lease.id(), 5))));
        refused(InvalidRequestException.Reason.TTL_OUT_OF_RANGE, () -> store.grant(Duration.ZERO));
        refused(InvalidRequestException.Reason.TTL_OUT_OF_RANGE, () -> store.grant(Duration.ofDays(200_000)));
        refused(InvalidRequestException.Reason.LEASE_NEGATIVE, () -> new Operation.Grant(0, 5));
        refused(
                InvalidRequestException.Reason.DUPLICATE_KEY,
                () -> store.commit(Transaction.of(new Operation.Grant(5, 5), new Operation.Revoke(5))));
        assertThat(store.revision()).isEqualTo(revision);
        assertThat(store.leases(0, 10)).hasSize(1);
    }

    @Test
    void noMoreLeasesAreGranted_thanTheOptionsAllow() {
        store.close();
        store = open(StoreOptions.tiny().toBuilder().leasesMax(3).build());
        for (int i = 1; i <= 3; i++) {
            store.grant(TTL);
        }
        assertThatThrownBy(() -> store.grant(TTL)).isInstanceOfSatisfying(ResourceExhaustedException.class, e -> {
            assertThat(e.reason()).isEqualTo(ResourceExhaustedException.Reason.TOO_MANY_LEASES);
            assertThat(e.limit()).isEqualTo(3);
        });
        store.revoke(store.leases(0, 1).getFirst().lease().id());
        store.grant(TTL);
    }

    @Test
    void moreKeysThanEndAtOnce_endInSeveralRevisions_andTheLeaseWithTheLast() {
        store.close();
        store = open(StoreOptions.tiny().toBuilder()
                .frameBytesMax(1 << 20)
                .segmentBytes(4 << 20)
                .build());
        Lease lease = store.grant(TTL);
        int keys = 2 * Operation.Revoke.KEYS_MAX + 50;
        for (int i = 0; i < keys; i++) {
            put(Key.of("key" + i), lease.id());
        }
        long revision = store.revision();
        pass(TTL);
        assertThat(store.statistics().keys()).isZero();
        assertThat(store.lease(lease.id())).isEmpty();
        assertThat(store.revision()).isEqualTo(revision + 3);
    }

    @Test
    void keysThatNoEntryHolds_endInSeveralRevisions() {
        store.close();
        store = open(StoreOptions.tiny().toBuilder()
                .frameBytesMax(256 << 10)
                .segmentBytes(4 << 20)
                .build());
        Lease lease = store.grant(TTL);
        for (int i = 0; i < 10; i++) {
            put(Key.of(i + "k".repeat(60_000)), lease.id());
        }
        assertThat(store.revoke(lease.id())).isEqualTo(10);
        assertThat(store.lease(lease.id())).isEmpty();
        assertThat(store.statistics().keys()).isZero();
    }

    /// Else a client could fill the heap with leases that it grants and revokes.
    @Test
    void leaseThatEnded_isNotLookedAtAnyMore() {
        Lessor lessor = new Lessor(clock, NOBODY);
        for (int i = 1; i <= 3; i++) {
            lessor.granted(new Lease(7, i * TTL.toMillis(), i));
        }
        assertThat(lessor.untilNextNanos()).hasValue(3 * TTL.toNanos());
        assertThat(lessor.renew(7)).isPresent();
        lessor.ended(7);
        assertThat(lessor.untilNextNanos()).isEmpty();
    }

    @Test
    void leasesThatEnded_leaveNothingBehindInTables() {
        store.close();
        store = open(
                StoreOptions.tiny().toBuilder().retention(Retention.newest()).build());
        for (int i = 0; i < 1500; i++) {
            Lease lease = store.grant(TTL);
            put(A, lease.id());
            if (i % 2 == 0) {
                store.revoke(lease.id());
            }
        }
        pass(TTL);
        mergeAway();
        assertThat(store.statistics().leases()).isZero();
        assertThat(store.statistics().tableBytes()).isLessThan(16 << 10);
    }

    /// Versions and rows that no read sees are left out by merges until there is nothing to merge.
    private void mergeAway() {
        try {
            for (int i = 0; i < 40; i++) {
                store.put(Key.of("other"), new byte[40]);
                store.flush();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void revocationThatFails_isTriedAgain_andTheLeaseIsNotRenewedMeanwhile() {
        tryAgain();
    }

    void tryAgain() {
        store.close();
        store = open(StoreOptions.tiny().toBuilder().ballastBytes(0).build());
        Lease lease = store.grant(TTL);
        put(A, lease.id());
        disk.plan(Fault.nth(CallKind.WRITE, 1, new FaultEffect.NoSpace()).forGood());
        pass(TTL);
        assertThat(store.get(A)).isPresent();
        assertThat(store.renew(lease.id())).isEmpty();

        disk.clearFaults();
        pass(Duration.ofMillis(499));
        assertThat(store.get(A)).isPresent();
        pass(MOMENT);
        assertThat(store.get(A)).isEmpty();
        assertThat(store.lease(lease.id())).isEmpty();
    }

    @Test
    void storeWithThreads_endsLeasesByItself_andTellsWatches(@TempDir Path directory) {
        try (Store running = Store.open(directory, StoreOptions.tiny())) {
            Watch watch = running.watch(WatchRequest.of(KeyRange.only(A)));
            long start = System.nanoTime();
            running.commit(Transaction.of(new Operation.Put(A, NewValue.of(new byte[3]), 5, 300)));
            Optional<WatchEvent> end = Optional.empty();
            while (end.isEmpty()) {
                try (WatchBatch batch = watch.next(Duration.ofSeconds(10))) {
                    end = batch.events().stream()
                            .filter(WatchEvent.End.class::isInstance)
                            .findFirst();
                }
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
            assertThat(running.get(A)).isEmpty();
            assertThat(running.lease(5)).isEmpty();
            watch.close();
        }
    }
}
