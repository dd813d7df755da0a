package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A sweep reaches every key of a range of any size with transactions of bounded size (E11).
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StoreSweepTest {
    private static final int MANY = 60_000;

    /// An entry holds some thousand deletes, and no more.
    private static final StoreOptions OPTIONS = StoreOptions.builder()
            .memoryBytes(8L << 20)
            .frameBytesMax(2 << 20)
            .segmentBytes(8 << 20)
            .zeroAheadBytes(64 << 10)
            .build();

    private final SimDisk disk = new SimDisk();
    private Store store = open();

    private Store open() {
        return Store.open(new StorePorts(disk, new SimClock(1000), new SimRandomness(7), false), OPTIONS);
    }

    @BeforeEach
    void begin() {
        assertThat(store.revision()).isEqualTo(1);
    }

    @AfterEach
    void end() {
        store.close();
    }

    @Test
    void moreKeysThanAnEntryHolds_areDeletedInBatches_andTheirOrdinalsGoOn() {
        fill(MANY);
        KeyRange all = KeyRange.prefix("key/".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThatThrownBy(() -> store.commit(Transaction.of(new Operation.Delete(all))))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.reason()).isEqualTo(InvalidRequestException.Reason.TRANSACTION_TOO_LARGE));
        store.put(Key.of("other"), new byte[1]);
        long before = store.revision();

        assertThat(store.sweep(all, new Sweep.Delete())).isEqualTo(MANY);

        assertThat(store.revision() - before).isEqualTo((MANY + SweptBatch.KEYS_MAX - 1) / SweptBatch.KEYS_MAX);
        assertThat(store.statistics().keys()).isEqualTo(1);
        store.close();
        store = open();
        try (Snapshot now = store.snapshot();
                Snapshot then = store.snapshot(View.at(before))) {
            assertThat(now.count(all)).isZero();
            assertThat(then.count(all)).isEqualTo(MANY);
        }
        KeyVersion again = store.put(key(4711), new byte[1]);
        assertThat(again.ordinal()).isEqualTo(2);
        assertThat(again.version()).isEqualTo(1);
    }

    @Test
    void eachWay_changesTheKeysItConcerns_andForeseesThem() {
        writeThreeTimes("a");
        long middle = store.revision();
        writeThreeTimes("b");
        for (Sweep sweep : List.of(new Sweep.Before(middle), new Sweep.Keep(2), new Sweep.Purge())) {
            long foreseen = store.foreseeBatch(KeyRange.all(), sweep, 100).keys();
            long revision = store.revision();
            assertThat(store.sweep(KeyRange.all(), sweep))
                    .describedAs("%s", sweep)
                    .isEqualTo(foreseen);
            assertThat(store.sweep(KeyRange.all(), sweep)).isZero();
            assertThat(store.revision()).isEqualTo(revision + 1);
            assertThat(lengths())
                    .isEqualTo(
                            switch (sweep) {
                                case Sweep.Before _ -> List.of(1, 3);
                                case Sweep.Keep _ -> List.of(1, 2);
                                case Sweep.Purge _, Sweep.Delete _ -> List.of(0, 0);
                            });
        }
    }

    @Test
    void aBatch_saysWhatIsLeft_untilNothingIs() {
        fill(5);
        SweptBatch first =
                store.sweepBatchAsync(KeyRange.all(), new Sweep.Delete(), 3).join();
        assertThat(first.keys()).isEqualTo(3);
        SweptBatch second = store.sweepBatchAsync(first.rest().orElseThrow(), new Sweep.Delete(), 3)
                .join();
        assertThat(second.keys()).isEqualTo(2);
        assertThat(second.rest()).isEqualTo(Optional.empty());
    }

    @Test
    void aTrimUpToAFutureRevision_isRefused_alsoWhenForeseen() {
        writeThreeTimes("a");
        Sweep sweep = new Sweep.Before(store.revision() + 1);
        assertThatThrownBy(() -> store.sweep(KeyRange.all(), sweep)).isInstanceOf(RevisionException.class);
        assertThatThrownBy(() -> store.foreseeBatch(KeyRange.all(), sweep, 1)).isInstanceOf(RevisionException.class);
        assertThat(store.revision()).isEqualTo(4);
    }

    private List<Integer> lengths() {
        try (Snapshot now = store.snapshot()) {
            return List.of(
                    now.history(Key.of("a"), Long.MAX_VALUE, 100).size(),
                    now.history(Key.of("b"), Long.MAX_VALUE, 100).size());
        }
    }

    private void writeThreeTimes(String key) {
        for (int i = 0; i < 3; i++) {
            store.put(Key.of(key), new byte[i]);
        }
    }

    private void fill(int count) {
        List<Operation> puts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            puts.add(new Operation.Put(key(i), NewValue.of(new byte[1])));
            if (puts.size() == 1000 || i == count - 1) {
                store.commit(Transaction.of(puts.toArray(Operation[]::new)));
                puts.clear();
            }
        }
    }

    private static Key key(int number) {
        return Key.of("key/%06d".formatted(number));
    }
}
