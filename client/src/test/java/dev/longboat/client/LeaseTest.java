package dev.longboat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Goal: leases are asked for, and kept, as callers say; a lease is believed in no longer than the
/// server keeps it. Method: a whole client against a server in memory, over a real connection.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeaseTest {
    private static final Duration HOUR = Duration.ofHours(1);

    /// A machine that stands still for so long loses the lease, as it should.
    private static final Duration KEPT = Duration.ofSeconds(3);

    private final MemoryServer server = MemoryServer.start();
    private final LongboatClient client = LongboatClient.connect(server.endpoint());

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private KeyVersion set(String key, Lifetime lifetime) {
        return client.set(Operation.set(key, "v").living(lifetime)).written();
    }

    @Test
    void lease_isGranted_told_renewed_andRevokedToItsLastKey() {
        Lease lease = client.grantLease(HOUR);
        assertThat(client.grantLease(7, HOUR).id()).isEqualTo(7);
        set("a", Lifetime.ofLease(lease.id()));
        set("b", Lifetime.ofLease(lease.id()));
        set("c", Lifetime.UNLIMITED);

        assertThat(client.lease(lease.id()).remaining()).isEqualTo(HOUR.dividedBy(2));
        LeaseStatus status = client.lease(lease.id(), Key.of("a"), 10);
        assertThat(status.keys()).containsExactly(Key.of("b"));
        assertThat(status.moreKeys()).isFalse();
        assertThat(client.lease(lease.id(), Key.of(""), 1).moreKeys()).isTrue();
        LeasePage page = client.leases(0, 1);
        assertThat(page.leases())
                .extracting(each -> each.lease().id())
                .containsExactly(Math.min(7, page.leases().getFirst().lease().id()));
        assertThat(page.more()).isTrue();
        assertThat(client.renewLease(lease.id())).isEqualTo(HOUR);

        assertThat(client.revokeLease(lease.id())).isEqualTo(2);
        assertThat(client.get("a")).isEmpty();
        assertThat(client.get("c")).isPresent();
        assertThatThrownBy(() -> client.renewLease(lease.id()))
                .isInstanceOfSatisfying(
                        LongboatException.class,
                        refused -> assertThat(refused.reason()).isEqualTo("LEASE_NOT_FOUND"));
    }

    /// The server in memory tells a time to live of its own as the version's lease.
    @Test
    void lifetime_goesAlong_whicheverWayAKeyIsSet() throws IOException {
        Lifetime lifetime = Lifetime.of(Duration.ofMillis(4321));
        assertThat(set("short", lifetime).lease()).isEqualTo(4321);
        Operation.Set large = Operation.set(Key.of("large"), Value.wrap(new byte[9 << 20]));
        assertThat(client.set(large.living(lifetime)).written().lease()).isEqualTo(4321);
        ByteArrayInputStream source = new ByteArrayInputStream(new byte[1000]);
        assertThat(client.setStream(Key.of("streamed"), lifetime, source, 1000, Progress.SILENT)
                        .lease())
                .isEqualTo(4321);
        Transaction ifLeased = Transaction.when(Condition.on("short").lease(Condition.Is.EQUAL, 4321));
        assertThat(client.transact(ifLeased).succeeded()).isTrue();
    }

    @Test
    void keptLease_isRenewedUntilItIsClosed_andThenRevoked() throws InterruptedException {
        KeptLease kept = client.keepLease(KEPT);
        set("a", kept.lifetime());
        while (server.door().renewals.get() < 2) {
            Thread.sleep(5); // It is renewed on a thread of its own.
        }
        kept.close();
        assertThat(client.get("a")).isEmpty();
        assertThat(kept.lost()).isNotDone();
        kept.close();
    }

    @Test
    void keptLease_thatTheServerKnowsNoMore_isLost() throws Exception {
        KeptLease kept = client.keepLease(KEPT);
        client.revokeLease(kept.lease().id());
        assertThat(kept.lost().get(30, TimeUnit.SECONDS).reason()).isEqualTo("LEASE_NOT_FOUND");
        kept.close();
    }

    @Test
    void keptLease_thatHasEnded_isClosedInPeace() {
        KeptLease kept = client.keepLease(HOUR);
        client.revokeLease(kept.lease().id());
        kept.close();
        assertThat(kept.lost()).isNotDone();
    }

    @Test
    void keptLease_ofWhichNothingIsHeard_isLost() throws Exception {
        KeptLease kept = client.keepLease(Duration.ofMillis(600));
        server.door().holdRenewals = true;
        assertThat(kept.lost().get(30, TimeUnit.SECONDS)).isInstanceOf(LongboatException.DeadlineExceeded.class);
        kept.close();
        assertThat(client.lease(kept.lease().id()).keys()).isEmpty();
    }
}
