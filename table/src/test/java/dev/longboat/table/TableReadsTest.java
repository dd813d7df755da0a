package dev.longboat.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.Fault;
import dev.longboat.testkit.FaultEffect;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.Transcript;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How often a look-up goes to the disk (T7), and how long a table lives (T8). Method: count the
/// reads in the disk's transcript.
final class TableReadsTest {
    private static final int KEYS = 20_000;

    private final SimDisk disk = new SimDisk();
    private final Transcript transcript = Transcript.ofEverything();
    private final BlockCache cache = new BlockCache(8 << 20);

    @BeforeEach
    void write() throws IOException {
        try (TableWriter writer = TableWriter.create(disk, "t", Rows.STORE, 1, TableOptions.defaults())) {
            for (int i = 0; i < KEYS; i++) {
                writer.add(key(i), 100 + i, 1, 1, ByteBuffer.wrap(new byte[40]));
            }
            writer.finish();
        }
        disk.record(transcript);
    }

    private static byte[] key(int number) {
        return Rows.key(String.format("key-%08d", 2 * number));
    }

    private List<String> reads() {
        return transcript.take().stream()
                .filter(line -> line.startsWith("read "))
                .toList();
    }

    private Table open() throws IOException {
        return Table.open(disk, "t", Rows.STORE, 1, cache);
    }

    @Test
    void open_readsHeaderFooterAndFactsOnly() throws IOException {
        open().close();
        assertThat(reads()).hasSize(3);
    }

    @Test
    void firstFind_readsRootThenFilterWithPartitionThenBlock() throws IOException {
        try (Table table = open()) {
            transcript.take();
            assertThat(table.find(key(7), Long.MAX_VALUE)).isPresent();
            assertThat(reads()).hasSize(3);
            assertThat(table.find(key(7), Long.MAX_VALUE)).isPresent();
            assertThat(reads()).isEmpty();
        }
    }

    @Test
    void findWithTheIndexInTheCache_readsAtMostOneBlock() throws IOException {
        try (Table table = open()) {
            for (int i = 0; i < KEYS; i += 100) {
                assertThat(table.mayContain(key(i))).isTrue();
            }
            transcript.take();
            for (int i = 0; i < KEYS; i++) {
                assertThat(table.find(key(i), Long.MAX_VALUE).orElseThrow().revision())
                        .isEqualTo(100 + i);
                assertThat(reads()).hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void loadIndex_leavesOneBlockToBeRead() throws IOException {
        try (Table table = open()) {
            table.loadIndex();
            transcript.take();
            assertThat(table.mayContain(key(KEYS - 1))).isTrue();
            assertThat(reads()).isEmpty();
            assertThat(table.find(key(7), Long.MAX_VALUE)).isPresent();
            assertThat(reads()).hasSize(1);
            assertThat(table.find(key(KEYS - 1), Long.MAX_VALUE)).isPresent();
            assertThat(reads()).hasSize(1);
        }
    }

    @Test
    void loadBlocks_leavesNothingToBeRead() throws IOException {
        try (Table table = open()) {
            table.loadIndex();
            transcript.take();
            table.loadBlocks(() -> true);
            assertThat(reads()).hasSizeLessThan(KEYS / 300);
            for (int i = 0; i < KEYS; i += 100) {
                assertThat(table.find(key(i), Long.MAX_VALUE)).isPresent();
            }
            assertThat(reads()).isEmpty();
        }
    }

    @Test
    void loadBlocks_endsWhenNoMoreAreWanted() throws IOException {
        try (Table table = open()) {
            table.loadIndex();
            AtomicInteger left = new AtomicInteger(1);
            table.loadBlocks(() -> left.getAndDecrement() > 0);
            transcript.take();
            assertThat(table.find(key(0), Long.MAX_VALUE)).isPresent();
            assertThat(reads()).isEmpty();
            assertThat(table.find(key(KEYS - 1), Long.MAX_VALUE)).isPresent();
            assertThat(reads()).hasSize(1);
        }
    }

    @Test
    void findOfAnAbsentKey_readsNothingAsARule() throws IOException {
        try (Table table = open()) {
            for (int i = 0; i < KEYS; i += 100) {
                assertThat(table.mayContain(key(i))).isTrue();
            }
            transcript.take();
            for (int i = 0; i < KEYS; i++) {
                byte[] absent = Rows.key(String.format("key-%08d", 2 * i + 1));
                assertThat(table.find(absent, Long.MAX_VALUE)).isEmpty();
            }
            assertThat(reads()).hasSizeLessThan(KEYS / 300);
            assertThat(table.find(Rows.key("a"), 1)).isEmpty();
            assertThat(table.find(Rows.key("z"), 1)).isEmpty();
            assertThat(reads()).isEmpty();
        }
    }

    @Test
    void scan_readsAheadAndLeavesTheCacheAlone() throws IOException {
        try (Table table = open();
                RowCursor rows = table.scan()) {
            transcript.take();
            int count = 0;
            for (rows.seekFirst(); rows.valid(); rows.next()) {
                count++;
            }
            assertThat(count).isEqualTo(KEYS);
            long windows = table.summary().fileBytes() / (256 << 10) + 1;
            assertThat(reads().stream().filter(line -> line.contains("+262144")).count())
                    .isBetween(1L, windows);
            assertThat(cache.statistics().entries()).isLessThan(30);
        }
    }

    @Test
    void close_letsCursorsFinish() throws IOException {
        Table table = open();
        RowCursor cursor = table.cursor();
        table.close();
        cursor.seek(key(1234), Long.MAX_VALUE);
        assertThat(cursor.revision()).isEqualTo(1334);
        assertThat(disk.openFiles()).hasSize(1);
        assertThatThrownBy(() -> table.find(key(1), 1000)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(table::cursor).isInstanceOf(IllegalStateException.class);
        cursor.close();
        cursor.close();
        table.close();
        assertThat(disk.openFiles()).isEmpty();
        assertThat(cursor.valid()).isFalse();
        assertThatThrownBy(cursor::seekFirst).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void failedRead_harmsThatLookUpOnly() throws IOException {
        try (Table table = open();
                RowCursor cursor = table.cursor()) {
            for (int read = 1; read <= 3; read++) {
                disk.plan(Fault.nth(CallKind.READ, 1, FaultEffect.inputOutput()));
                byte[] key = key(5000 * read);
                assertThatThrownBy(() -> table.find(key, Long.MAX_VALUE)).isInstanceOf(IOException.class);
                assertThat(table.find(key, Long.MAX_VALUE)).isPresent();
            }
            cursor.seekFirst();
            disk.plan(Fault.nth(CallKind.READ, 2, new FaultEffect.FlippedBit(1234)));
            assertThatThrownBy(() -> {
                        while (true) {
                            cursor.next();
                        }
                    })
                    .isInstanceOf(DamagedFileException.class);
            assertThat(cursor.valid()).isFalse();
            cursor.seek(key(3), Long.MAX_VALUE);
            assertThat(cursor.revision()).isEqualTo(103);
        }
        assertThat(disk.openFiles()).isEmpty();
    }

    @Test
    void forget_givesTheCacheBack() throws IOException {
        try (Table table = open();
                Table other = open()) {
            for (int i = 0; i < KEYS; i += 50) {
                assertThat(table.find(key(i), Long.MAX_VALUE)).isPresent();
            }
            assertThat(other.find(key(0), Long.MAX_VALUE)).isPresent();
            assertThat(cache.statistics().entries()).isGreaterThan(100);
            table.forget();
            assertThat(cache.statistics().entries()).isEqualTo(3);
        }
    }

    @Test
    void cursorOffTheRows_saysSo() throws IOException {
        try (Table table = open();
                RowCursor cursor = table.cursor()) {
            assertThat(cursor.valid()).isFalse();
            assertThatThrownBy(cursor::next).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(cursor::key).isInstanceOf(IllegalStateException.class);
            cursor.seekLast();
            cursor.next();
            assertThat(cursor.valid()).isFalse();
            assertThatThrownBy(cursor::previous).isInstanceOf(IllegalStateException.class);
        }
    }
}
