package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.testkit.SimDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A snapshot that is closed refuses every question, and lets go of what it held only once: others
/// hold the same files.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SnapshotTest {
    private static final Key KEY = Key.of("key");

    @Test
    void closedSnapshot_refuses_andDisturbsNobody() {
        SimDisk disk = new SimDisk();
        try (Store store = SmallStore.open(disk)) {
            store.put(KEY, new byte[3]);
            Snapshot snapshot = store.snapshot();
            RangeCursor cursor = snapshot.range(KeyRange.all(), Order.ASCENDING);
            snapshot.close();
            assertThat(cursor.next()).isTrue();
            cursor.close();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> snapshot.get(KEY)).isInstanceOf(StoreClosedException.class);
                assertThatThrownBy(() -> snapshot.count(KeyRange.all())).isInstanceOf(StoreClosedException.class);
                snapshot.close();
            }
            assertThat(store.get(KEY).orElseThrow().value().toBytes()).hasSize(3);
        }
        disk.requireAllClosed();
    }
}
