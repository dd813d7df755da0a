package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longboat.disk.Ballast;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The store's files take more than its quota: new values are refused, and both numbers are told;
/// everything else goes on. New values are taken again when the files take 5 % less than the quota.
final class QuotaTest {
    private static final long QUOTA_BYTES = 400_000;

    private final SimDisk disk = new SimDisk();

    @Test
    void newValues_areRefusedAboveTheQuota_andNothingElseIs() {
        long used;
        try (Store store = open(QUOTA_BYTES)) {
            int taken = 0;
            ResourceExhaustedException refusal = null;
            while (refusal == null) {
                refusal = catchThrowableOfType(ResourceExhaustedException.class, () -> put(store, 1));
                taken++;
            }
            SpaceStatistics space = store.statistics().space();
            used = space.usedBytes();
            assertThat(taken).isGreaterThan(20);
            assertThat(used).isBetween(QUOTA_BYTES, QUOTA_BYTES + 20_000);
            assertThat(refusal.reason()).isEqualTo(ResourceExhaustedException.Reason.QUOTA_REACHED);
            assertThat(refusal.actual()).isEqualTo(used);
            assertThat(refusal.limit()).isEqualTo(QUOTA_BYTES);
            assertThat(refusal)
                    .hasMessageContaining("takes " + used + " bytes, its quota is " + QUOTA_BYTES)
                    .hasMessageContaining("until it takes " + QUOTA_BYTES * 95 / 100);
            assertThat(space.alarm()).isEqualTo(SpaceAlarm.OVER_QUOTA);

            assertThat(store.get(Key.of("key1"))).isPresent();
            assertThat(store.delete(Key.of("key1"))).isTrue();
            assertThat(store.get(Key.of("key1"))).isEmpty();
            assertThatThrownBy(() -> put(store, 2)).isInstanceOf(ResourceExhaustedException.class);
        }
        try (Store store = open(2 * used)) {
            put(store, 2);
            assertThat(store.statistics().space().alarm()).isEqualTo(SpaceAlarm.NONE);
        }
    }

    @Test
    void alarm_endsBelowTheQuotaByATwentieth_notBefore() throws IOException {
        AtomicLong used = new AtomicLong();
        SpaceGuard guard =
                SpaceGuard.open(disk, new SimClock(), new Ballast(disk, 0), new Quota(1000, used::get), () -> 0);
        assertRefused(guard, used, 1000, false);
        assertRefused(guard, used, 1001, true);
        assertRefused(guard, used, 1000, true);
        assertRefused(guard, used, 951, true);
        assertRefused(guard, used, 950, false);
        assertRefused(guard, used, 1000, false);
        assertRefused(guard, used, 5000, true);
    }

    private static void assertRefused(SpaceGuard guard, AtomicLong used, long bytes, boolean refused) {
        used.set(bytes);
        assertThat(guard.refusal().isPresent())
                .describedAs("at %d bytes", bytes)
                .isEqualTo(refused);
        assertThat(guard.statistics().alarm()).isEqualTo(refused ? SpaceAlarm.OVER_QUOTA : SpaceAlarm.NONE);
    }

    private Store open(long quotaBytes) {
        return Store.open(
                new StorePorts(disk, new SimClock(ModelledStore.EPOCH_MILLIS), new SimRandomness(7), false),
                SmallStore.OPTIONS.toBuilder().quotaBytes(quotaBytes).build());
    }

    private static void put(Store store, int i) {
        store.put(Key.of("key" + i), new byte[3000]);
    }
}
