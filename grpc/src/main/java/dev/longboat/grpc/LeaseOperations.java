package dev.longboat.grpc;

import com.google.protobuf.ByteString;
import dev.longboat.engine.HeldKeys;
import dev.longboat.engine.Key;
import dev.longboat.engine.Lease;
import dev.longboat.engine.NewValue;
import dev.longboat.engine.Operation;
import dev.longboat.engine.OperationResult;
import dev.longboat.engine.Store;
import dev.longboat.engine.Transaction;
import dev.longboat.proto.v1.ErrorReason;
import dev.longboat.proto.v1.GetLeaseRequest;
import dev.longboat.proto.v1.GetLeaseResponse;
import dev.longboat.proto.v1.GrantLeaseRequest;
import dev.longboat.proto.v1.GrantLeaseResponse;
import dev.longboat.proto.v1.LeaseStatus;
import dev.longboat.proto.v1.ListLeasesRequest;
import dev.longboat.proto.v1.ListLeasesResponse;
import dev.longboat.proto.v1.RenewLeaseRequest;
import dev.longboat.proto.v1.RenewLeaseResponse;
import dev.longboat.proto.v1.RevokeLeaseRequest;
import dev.longboat.proto.v1.RevokeLeaseResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Leases. Finding the keys of one may wait for the disk, so a reader does it. Safe for concurrent
/// use.
final class LeaseOperations {
    private static final int PAGE_MAX = 1000;

    private final DoorResources resources;
    private final Store store;
    private final PointOperations points;

    LeaseOperations(DoorResources resources, PointOperations points) {
        this.resources = resources;
        this.store = resources.store();
        this.points = points;
    }

    /// A put as callers ask for it.
    ///
    /// @param leaseIds draws ids that no lease has
    /// @param lease that the key hangs on; 0 for none, or for one that is drawn
    /// @param ttlMs of a lease to be granted with it; 0 for none
    static Operation.Put put(LongSupplier leaseIds, Key key, NewValue value, long lease, long ttlMs) {
        long named = Numbers.notNegative("lease", lease);
        return ttlMs == 0
                ? new Operation.Put(key, value, named)
                : new Operation.Put(key, value, named == 0 ? leaseIds.getAsLong() : named, ttlMs);
    }

    /// Refuses a put on a lease that does not exist before its value has come. The lease may still
    /// end until then.
    static void requireLease(Store store, Operation.Put put) {
        if (put.lease() != 0 && put.ttlMillis() == 0 && store.lease(put.lease()).isEmpty()) {
            throw new RefusedException(noLease(put.lease()));
        }
    }

    void grant(GrantLeaseRequest request, int bytes, Outcome outcome) {
        long named = Numbers.notNegative("lease", request.getLease());
        points.write(
                bytes,
                outcome,
                () -> Transaction.of(new Operation.Grant(named == 0 ? store.drawLease() : named, request.getTtlMs())),
                commit -> {
                    Lease lease = ((OperationResult.Granted) commit.results().getFirst()).lease();
                    outcome.answer(Reply.of(GrantLeaseResponse.newBuilder()
                            .setLease(lease.id())
                            .setTtlMs(lease.ttlMillis())
                            .setRevision(lease.revision())
                            .build()));
                });
    }

    void renew(RenewLeaseRequest request, Outcome outcome) {
        Optional<Duration> ttl = store.renew(request.getLease());
        if (ttl.isPresent()) {
            outcome.answer(Reply.of(RenewLeaseResponse.newBuilder()
                    .setTtlMs(ttl.get().toMillis())
                    .build()));
        } else {
            outcome.fail(noLease(request.getLease()));
        }
    }

    void revoke(RevokeLeaseRequest request, int bytes, Outcome outcome) {
        points.write(bytes, outcome, () -> Transaction.of(new Operation.Revoke(request.getLease())), commit -> {
            OperationResult.Revoked revoked =
                    (OperationResult.Revoked) commit.results().getFirst();
            outcome.answer(Reply.of(RevokeLeaseResponse.newBuilder()
                    .setKeys(revoked.previous().size())
                    .setRevision(commit.revision())
                    .setMore(!revoked.ended())
                    .build()));
        });
    }

    void get(GetLeaseRequest request, Outcome outcome) {
        int limit = (int) Math.min(Numbers.notNegative("keys_limit", request.getKeysLimit()), PAGE_MAX);
        byte[] after = request.getKeysAfter().toByteArray();
        Runnable work = () -> {
            try {
                store.lease(request.getLease())
                        .ifPresentOrElse(
                                found -> outcome.answer(Reply.of(status(found, after, limit))),
                                () -> outcome.fail(noLease(request.getLease())));
            } catch (RuntimeException e) {
                outcome.fail(Failures.ofRead(e));
            }
        };
        if (limit == 0) {
            work.run();
        } else if (!resources.readers().tryExecute(work)) {
            outcome.fail(resources.readers().refusal());
        }
    }

    private GetLeaseResponse status(dev.longboat.engine.LeaseStatus found, byte[] after, int limit) {
        GetLeaseResponse.Builder response = GetLeaseResponse.newBuilder().setLease(status(found));
        if (limit > 0) {
            HeldKeys held = store.heldKeys(found.lease(), after, limit);
            held.keys().forEach(key -> response.addKeys(ByteString.copyFrom(key.toBytes())));
            response.setMore(held.more());
        }
        return response.build();
    }

    void list(ListLeasesRequest request, Outcome outcome) {
        long asked = Numbers.notNegative("limit", request.getLimit());
        int limit = (int) (asked == 0 ? PAGE_MAX : Math.min(asked, PAGE_MAX));
        List<dev.longboat.engine.LeaseStatus> found =
                store.leases(Numbers.notNegative("after", request.getAfter()), limit + 1);
        outcome.answer(Reply.of(ListLeasesResponse.newBuilder()
                .addAllLeases(
                        found.stream().limit(limit).map(LeaseOperations::status).toList())
                .setMore(found.size() > limit)
                .build()));
    }

    private static LeaseStatus status(dev.longboat.engine.LeaseStatus found) {
        return LeaseStatus.newBuilder()
                .setLease(found.lease().id())
                .setTtlMs(found.lease().ttlMillis())
                .setRemainingMs(found.remainingMillis())
                .setRevision(found.lease().revision())
                .build();
    }

    private static Failure noLease(long lease) {
        return Failure.of(ErrorReason.LEASE_NOT_FOUND, "there is no lease " + lease);
    }
}
