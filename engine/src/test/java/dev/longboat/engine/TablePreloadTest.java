package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.table.BlockCache;
import dev.longboat.table.NotCachedException;
import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.Fault;
import dev.longboat.testkit.FaultEffect;
import dev.longboat.testkit.SimClock;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.SimRandomness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a store that was just opened brings into memory, and where it ends.
final class TablePreloadTest {
    private static final StoreOptions OPTIONS = StoreOptions.builder()
            .memoryBytes(32L << 20)
            .memtableRowsMax(8)
            .ballastBytes(0)
            .build();

    /// Between the keys of every table.
    private static final byte[] ABSENT = StoredKeys.of(Key.of("k05-absent"));

    private final SimDisk disk = new SimDisk();
    private Store store = open();
    private long entriesOnceOpen;

    private Store open() {
        return Store.open(
                new StorePorts(disk, new SimClock(ModelledStore.EPOCH_MILLIS), new SimRandomness(7), false), OPTIONS);
    }

    @BeforeEach
    void openAgainWithTables() {
        for (int i = 0; i < 20; i++) {
            store.put(Key.of("k%02d".formatted(i % 10)), "value".getBytes(StandardCharsets.UTF_8));
        }
        store.close();
        store = open();
        entriesOnceOpen = entries();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void run_letsMemoryTellThatAKeyIsAbsent() throws IOException {
        assertThatThrownBy(this::lookUp).isInstanceOf(NotCachedException.class);
        store.parts.preload().run();
        lookUp();
        assertThat(entries()).isGreaterThan(entriesOnceOpen);
    }

    @Test
    void run_bringsInRowsToo() {
        assertThat(keysOnDisk()).isPositive();
        store.parts.preload().run();
        assertThat(keysOnDisk()).isZero();
    }

    @Test
    void stop_endsItBeforeTheNextTable() {
        store.parts.preload().stop();
        store.parts.preload().run();
        assertThat(entries()).isEqualTo(entriesOnceOpen);
    }

    @Test
    void run_leavesOutBlocksThatDoNotAllHaveRoom() throws IOException {
        for (int i = 0; i < 500; i++) {
            store.put(Key.of("k04-%03d-%s".formatted(i, "long".repeat(500))), new byte[1]);
        }
        store.close();
        store = open();
        try (BlockCache small = new BlockCache(1 << 20)) {
            new TablePreload(store.parts.state(), small).run();
        }
        lookUp();
        assertThat(keysOnDisk()).isPositive();
    }

    @Test
    void run_leavesAFullCacheAsItIs() {
        try (BlockCache without = new BlockCache(0)) {
            new TablePreload(store.parts.state(), without).run();
        }
        assertThat(entries()).isEqualTo(entriesOnceOpen);
    }

    @Test
    void run_whereTheDiskFails_leavesTheFailureToWhoReads() {
        disk.plan(Fault.nth(CallKind.READ, 1, FaultEffect.inputOutput()));
        store.parts.preload().run();
        assertThat(entries()).isEqualTo(entriesOnceOpen);
        assertThat(store.get(Key.of("k05"))).isPresent();
    }

    @Test
    void run_onAStoreThatWasClosed_isSilent() {
        store.close();
        store.parts.preload().run();
    }

    private long keysOnDisk() {
        return IntStream.range(0, 10)
                .filter(i -> store.tryGet(Key.of("k%02d".formatted(i)), View.NEWEST) instanceof Lookup.OnDisk)
                .count();
    }

    private long entries() {
        return store.parts.blockCache().statistics().entries();
    }

    private void lookUp() throws IOException {
        TableSet set = store.parts.state().hold();
        try {
            assertThat(set.findInMemory(ABSENT, Long.MAX_VALUE)).isEmpty();
        } finally {
            store.parts.state().release(set);
        }
    }
}
