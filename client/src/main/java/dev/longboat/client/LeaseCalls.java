package dev.longboat.client;

import dev.longboat.proto.v1.GetLeaseRequest;
import dev.longboat.proto.v1.GrantLeaseRequest;
import dev.longboat.proto.v1.ListLeasesRequest;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.RenewLeaseRequest;
import dev.longboat.proto.v1.RevokeLeaseRequest;
import java.time.Duration;
import java.util.List;

/// The calls about leases, ready to be sent. Immutable.
final class LeaseCalls {
    private LeaseCalls() {}

    static UnaryCall<?, ?, Lease> grant(long id, Duration ttl) {
        return new UnaryCall<>(
                LongboatGrpc.getGrantLeaseMethod(),
                Effect.WRITE,
                GrantLeaseRequest.newBuilder()
                        .setLease(id)
                        .setTtlMs(ttl.toMillis())
                        .build(),
                wire -> new Lease(wire.getLease(), Duration.ofMillis(wire.getTtlMs()), wire.getRevision()));
    }

    /// To renew twice does no more than to renew once.
    static UnaryCall<?, ?, Duration> renew(long id) {
        return new UnaryCall<>(
                LongboatGrpc.getRenewLeaseMethod(),
                Effect.READ,
                RenewLeaseRequest.newBuilder().setLease(id).build(),
                wire -> Duration.ofMillis(wire.getTtlMs()));
    }

    /// What one call has ended.
    ///
    /// @param more whether the lease holds more keys
    record Revoked(long keys, boolean more) {}

    static UnaryCall<?, ?, Revoked> revoke(long id) {
        return new UnaryCall<>(
                LongboatGrpc.getRevokeLeaseMethod(),
                Effect.WRITE,
                RevokeLeaseRequest.newBuilder().setLease(id).build(),
                wire -> new Revoked(wire.getKeys(), wire.getMore()));
    }

    static UnaryCall<?, ?, LeaseStatus> get(long id, Key keysAfter, int keysLimit) {
        return new UnaryCall<>(
                LongboatGrpc.getGetLeaseMethod(),
                Effect.READ,
                GetLeaseRequest.newBuilder()
                        .setLease(id)
                        .setKeysAfter(keysAfter.wire())
                        .setKeysLimit(keysLimit)
                        .build(),
                wire -> status(
                        wire.getLease(),
                        wire.getKeysList().stream().map(Key::of).toList(),
                        wire.getMore()));
    }

    static UnaryCall<?, ?, LeasePage> list(long after, int limit) {
        return new UnaryCall<>(
                LongboatGrpc.getListLeasesMethod(),
                Effect.READ,
                ListLeasesRequest.newBuilder().setAfter(after).setLimit(limit).build(),
                wire -> new LeasePage(
                        wire.getLeasesList().stream()
                                .map(each -> status(each, List.of(), false))
                                .toList(),
                        wire.getMore()));
    }

    private static LeaseStatus status(dev.longboat.proto.v1.LeaseStatus wire, List<Key> keys, boolean more) {
        return new LeaseStatus(
                new Lease(wire.getLease(), Duration.ofMillis(wire.getTtlMs()), wire.getRevision()),
                Duration.ofMillis(wire.getRemainingMs()),
                keys,
                more);
    }
}
