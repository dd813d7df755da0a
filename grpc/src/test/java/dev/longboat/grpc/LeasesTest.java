package dev.longboat.grpc;

import static dev.longboat.grpc.OpenDoor.bytes;
import static dev.longboat.grpc.OpenDoor.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.longboat.engine.Lease;
import dev.longboat.proto.v1.Condition;
import dev.longboat.proto.v1.GetLeaseRequest;
import dev.longboat.proto.v1.GetLeaseResponse;
import dev.longboat.proto.v1.GrantLeaseRequest;
import dev.longboat.proto.v1.GrantLeaseResponse;
import dev.longboat.proto.v1.ListLeasesRequest;
import dev.longboat.proto.v1.ListLeasesResponse;
import dev.longboat.proto.v1.LongboatGrpc;
import dev.longboat.proto.v1.Operation;
import dev.longboat.proto.v1.RenewLeaseRequest;
import dev.longboat.proto.v1.RevokeLeaseRequest;
import dev.longboat.proto.v1.RevokeLeaseResponse;
import dev.longboat.proto.v1.SetRequest;
import dev.longboat.proto.v1.SetResponse;
import dev.longboat.proto.v1.SetStreamHead;
import dev.longboat.proto.v1.SetStreamRequest;
import dev.longboat.proto.v1.StatRequest;
import dev.longboat.proto.v1.TransactResponse;
import dev.longboat.proto.v1.Transaction;
import dev.longboat.proto.v1.WatchRequest;
import dev.longboat.proto.v1.WatchResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Goal: leases are granted, renewed, told and revoked as `longboat.proto` says, and every way to
/// set a key hangs it on one. Method: generated stubs against a real store.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeasesTest {
    private static final long LONG_MS = 3_600_000;

    private OpenDoor door;

    @BeforeEach
    void open(@TempDir Path directory) {
        door = OpenDoor.at(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static String refused(Runnable call) {
        return reason(catchThrowableOfType(StatusRuntimeException.class, call::run));
    }

    private GrantLeaseResponse grant(long lease, long ttlMs) {
        return door.stub()
                .grantLease(GrantLeaseRequest.newBuilder()
                        .setLease(lease)
                        .setTtlMs(ttlMs)
                        .build());
    }

    private static SetRequest.Builder set(String key) {
        return SetRequest.newBuilder().setKey(bytes(key)).setValue(bytes("v"));
    }

    private RevokeLeaseResponse revoke(long lease) {
        return door.stub()
                .revokeLease(RevokeLeaseRequest.newBuilder().setLease(lease).build());
    }

    private GetLeaseResponse get(long lease, int keysLimit, String after) {
        return door.stub()
                .getLease(GetLeaseRequest.newBuilder()
                        .setLease(lease)
                        .setKeysLimit(keysLimit)
                        .setKeysAfter(bytes(after))
                        .build());
    }

    @Test
    void lease_isGranted_told_renewed_andRevokedWithItsKeys() {
        GrantLeaseResponse granted = grant(0, LONG_MS);
        assertThat(granted.getLease()).isPositive();
        assertThat(granted.getRevision()).isEqualTo(2);
        for (String key : new String[] {"a", "b", "c"}) {
            SetResponse written =
                    door.stub().set(set(key).setLease(granted.getLease()).build());
            assertThat(written.getWritten().getLease()).isEqualTo(granted.getLease());
        }
        door.set("b", "without");

        GetLeaseResponse told = get(granted.getLease(), 1, "");
        assertThat(told.getLease().getTtlMs()).isEqualTo(LONG_MS);
        assertThat(told.getLease().getRemainingMs()).isBetween(1L, LONG_MS);
        assertThat(told.getKeysList()).containsExactly(bytes("a"));
        assertThat(told.getMore()).isTrue();
        GetLeaseResponse rest = get(granted.getLease(), 1000, "a");
        assertThat(rest.getKeysList()).containsExactly(bytes("c"));
        assertThat(rest.getMore()).isFalse();
        assertThat(get(granted.getLease(), 0, "").getKeysList()).isEmpty();

        RenewLeaseRequest renew =
                RenewLeaseRequest.newBuilder().setLease(granted.getLease()).build();
        assertThat(door.stub().renewLease(renew).getTtlMs()).isEqualTo(LONG_MS);

        RevokeLeaseResponse revoked = revoke(granted.getLease());
        assertThat(revoked.getKeys()).isEqualTo(2);
        assertThat(revoked.getMore()).isFalse();
        assertThat(door.get("a").hasVersion()).isFalse();
        assertThat(door.get("b").hasVersion()).isTrue();
        assertThat(refused(() -> door.stub().renewLease(renew))).isEqualTo("NOT_FOUND LEASE_NOT_FOUND {}");
        assertThat(refused(() -> get(granted.getLease(), 0, ""))).isEqualTo("NOT_FOUND LEASE_NOT_FOUND {}");
        assertThat(refused(() -> revoke(granted.getLease()))).isEqualTo("NOT_FOUND LEASE_NOT_FOUND {applied=no}");
    }

    @Test
    void leases_areListedInPages_andCounted() {
        for (long lease : new long[] {7, 3, 5}) {
            grant(lease, lease * LONG_MS);
        }
        ListLeasesResponse first = door.stub()
                .listLeases(ListLeasesRequest.newBuilder().setLimit(2).build());
        assertThat(first.getLeasesList()).extracting("lease_").containsExactly(3L, 5L);
        assertThat(first.getMore()).isTrue();
        ListLeasesResponse rest = door.stub()
                .listLeases(ListLeasesRequest.newBuilder().setAfter(5).build());
        assertThat(rest.getLeasesList()).extracting("lease_").containsExactly(7L);
        assertThat(rest.getMore()).isFalse();
        assertThat(door.stub().stat(StatRequest.getDefaultInstance()).getLeases())
                .isEqualTo(3);
    }

    @Test
    void badRequests_areRefused() {
        grant(7, LONG_MS);
        assertThat(refused(() -> grant(7, LONG_MS))).isEqualTo("ALREADY_EXISTS LEASE_EXISTS {applied=no}");
        assertThat(refused(() -> grant(8, 0))).isEqualTo("INVALID_ARGUMENT TTL_OUT_OF_RANGE {applied=no}");
        assertThat(refused(() -> grant(8, Lease.TTL_MILLIS_MAX + 1)))
                .isEqualTo("INVALID_ARGUMENT TTL_OUT_OF_RANGE {applied=no}");
        assertThat(refused(() -> grant(-8, 5))).startsWith("INVALID_ARGUMENT NUMBER_OUT_OF_RANGE {");
        assertThat(refused(() -> door.stub().set(set("a").setTtlMs(-1).build())))
                .isEqualTo("INVALID_ARGUMENT TTL_OUT_OF_RANGE {applied=no}");
        assertThat(refused(
                        () -> door.stub().set(set("a").setLease(7).setTtlMs(5).build())))
                .isEqualTo("ALREADY_EXISTS LEASE_EXISTS {applied=no}");
        assertThat(door.get("a").hasVersion()).isFalse();
    }

    @Test
    void keyWithATimeToLive_endsByItself_andItsWatchIsTold_whicheverWayItWasSet() {
        WatchRequest all = WatchRequest.newBuilder().setPrefix(bytes("")).build();
        Iterator<WatchResponse> watch = door.stub().watch(all);
        assertThat(watch.next().getEventsList()).isEmpty();

        door.stub().set(set("unary").setTtlMs(200).build());
        SetStreamHead.Builder streamed =
                SetStreamHead.newBuilder().setKey(bytes("streamed")).setTtlMs(200);
        assertThat(stream(streamed, 1).join().getWritten().getLease()).isPositive();
        Transaction transaction = Transaction.newBuilder()
                .addThen(Operation.newBuilder().setSet(set("stepped").setTtlMs(200)))
                .build();
        TransactResponse done = door.stub().transact(transaction);
        assertThat(done.getResults(0).getSet().getWritten().getLease()).isPositive();

        int ended = 0;
        while (ended < 3) {
            ended += (int) watch.next().getEventsList().stream()
                    .filter(event -> event.getDeleted())
                    .count();
        }
        for (String key : new String[] {"unary", "streamed", "stepped"}) {
            assertThat(door.get(key).hasVersion()).isFalse();
        }
        assertThat(door.stub().stat(StatRequest.getDefaultInstance()).getWatches())
                .isEqualTo(1);
        assertThat(door.stub().stat(StatRequest.getDefaultInstance()).getWatchEvents())
                .isEqualTo(6);
    }

    private CompletableFuture<SetResponse> stream(SetStreamHead.Builder head, int chunks) {
        CompletableFuture<SetResponse> done = new CompletableFuture<>();
        StreamObserver<SetStreamRequest> parts =
                LongboatGrpc.newStub(door.channel).setStream(new OpenDoor.Answer(done));
        parts.onNext(SetStreamRequest.newBuilder().setHead(head).build());
        for (int i = 0; i < chunks; i++) {
            parts.onNext(SetStreamRequest.newBuilder()
                    .setChunk(ByteString.copyFrom(new byte[1 << 20]))
                    .build());
        }
        parts.onCompleted();
        return done;
    }

    /// Before a value of any length has come.
    @Test
    void streamedValue_isRefusedByItsHead() {
        for (int chunks : new int[] {0, 1, 5}) {
            SetStreamHead.Builder head = SetStreamHead.newBuilder().setKey(bytes("k"));
            assertThat(refused(stream(head.clone().setTtlMs(-1), chunks)))
                    .isEqualTo("INVALID_ARGUMENT TTL_OUT_OF_RANGE {applied=no}");
            assertThat(refused(stream(head.clone().setLease(7), chunks)))
                    .isEqualTo("NOT_FOUND LEASE_NOT_FOUND {applied=no}");
            assertThat(refused(stream(head.clone().setLease(-7), chunks)))
                    .startsWith("INVALID_ARGUMENT NUMBER_OUT_OF_RANGE {");
        }
        assertThat(door.resources.writes().bytesHeld()).isZero();
        assertThat(stream(SetStreamHead.newBuilder().setKey(bytes("k")).setTtlMs(LONG_MS), 5)
                        .join()
                        .getWritten()
                        .getValueBytes())
                .isEqualTo(5 << 20);
    }

    private static String refused(CompletableFuture<SetResponse> answer) {
        return answer.handle((_, thrown) -> reason((StatusRuntimeException) thrown))
                .join();
    }

    @Test
    void keysOfALease_comeInPagesThatFitAMessage() {
        grant(7, LONG_MS);
        for (int i = 10; i < 50; i++) {
            door.stub().set(set(i + "k".repeat(60_000)).setLease(7).build());
        }
        GetLeaseResponse page = get(7, 1000, "");
        assertThat(page.getSerializedSize()).isLessThan(1 << 20);
        int keys = 0;
        while (page.getMore()) {
            keys += page.getKeysCount();
            page = door.stub()
                    .getLease(GetLeaseRequest.newBuilder()
                            .setLease(7)
                            .setKeysLimit(1000)
                            .setKeysAfter(page.getKeys(page.getKeysCount() - 1))
                            .build());
        }
        assertThat(keys + page.getKeysCount()).isEqualTo(40);
    }

    @Test
    void condition_comparesTheLease() {
        door.stub().set(set("a").setLease(9).setTtlMs(LONG_MS).build());
        Transaction ifNine = Transaction.newBuilder()
                .addConditions(Condition.newBuilder()
                        .setKey(bytes("a"))
                        .setComparison(Condition.Comparison.EQUAL)
                        .setLease(9))
                .build();
        assertThat(door.stub().transact(ifNine).getSucceeded()).isTrue();
        door.set("a", "without");
        assertThat(door.stub().transact(ifNine).getSucceeded()).isFalse();
    }
}
