package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.testkit.Samples;
import dev.longboat.testkit.Seeds;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Looking back to a time, and forgetting by age: each second's first entry says where the store
/// stood when it began, whatever was flushed, merged, restarted or trimmed since.
final class StoreTimeTest {
    private final SimDisk disk = new SimDisk();
    private final SimClock clock = new SimClock(ModelledStore.EPOCH_MILLIS);

    @Test
    void revisionAt_isWhereTheStoreStoodWhenTheSecondBegan() {
        tellRevisions();
    }

    void tellRevisions() {
        Seeds.of(StoreTimeTest.class).run(3, seed -> {
            Samples samples = new Samples(seed);
            SimDisk own = new SimDisk();
            SimClock time = new SimClock(ModelledStore.EPOCH_MILLIS);
            TreeMap<Long, Long> revisionBySecond = new TreeMap<>();
            Store store = open(own, time, Retention.all());
            for (int step = 0; step < 300; step++) {
                time.advance(Duration.ofMillis(samples.below(700)));
                store.put(Key.of("key" + samples.below(20)), samples.bytes(samples.below(200)));
                revisionBySecond.put(time.wallMillis() / 1000, store.revision());
                if (samples.oneIn(60)) {
                    store.close();
                    store = open(own, time, Retention.all());
                }
                long asked = ModelledStore.EPOCH_MILLIS
                        + samples.below((int) (time.wallMillis() - ModelledStore.EPOCH_MILLIS) + 3000);
                var before = revisionBySecond.lowerEntry(asked / 1000);
                assertThat(store.revisionAt(Instant.ofEpochMilli(asked)))
                        .isEqualTo(before == null ? 1 : before.getValue());
            }
            store.close();
        });
    }

    @Test
    void age_forgetsWhatCouldNotBeSeenForSoLong() {
        forgetByAge();
    }

    void forgetByAge() {
        try (Store store = open(disk, clock, new Retention.Age(Duration.ofSeconds(30)))) {
            Key key = Key.of("key");
            for (int second = 0; second < 100; second++) {
                clock.advance(Duration.ofSeconds(1));
                for (int i = 0; i < 10; i++) {
                    store.put(key, new byte[2000]);
                }
            }
            long newest = store.revision();
            assertThat(store.oldestRevision()).isBetween(newest - 360, newest - 290);
            assertThat(store.get(key, View.at(store.oldestRevision()))).isPresent();
            assertThatThrownBy(() -> store.get(key, View.at(store.oldestRevision() - 1)))
                    .isInstanceOf(RevisionException.class);
            assertThat(disk.atRest().size()).isLessThan(5L << 20);
        }
    }

    private static Store open(SimDisk on, SimClock time, Retention retention) {
        return Store.open(
                new StorePorts(on, time, new SimRandomness(7), false),
                StoreOptions.tiny().toBuilder().retention(retention).build());
    }
}
