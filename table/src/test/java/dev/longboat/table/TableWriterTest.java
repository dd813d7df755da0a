package dev.longboat.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFullException;
import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.CrashChoice;
import dev.longboat.testkit.Fault;
import dev.longboat.testkit.FaultEffect;
import dev.longboat.testkit.SimDisk;
import dev.longboat.testkit.Transcript;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a writer takes, what it refuses (T1, T2), and what is durable when it is done (T5).
final class TableWriterTest {
    private final SimDisk disk = new SimDisk();
    private final ByteBuffer payload = ByteBuffer.wrap(Rows.key("payload"));

    @Test
    void rowsOutOfOrder_areRefused() throws IOException {
        try (TableWriter writer = create()) {
            writer.add(Rows.key("b"), 5, 3, 30, payload);
            refuses(writer, "a", 9, 1, 1);
            refuses(writer, "b", 6, 3, 30);
            refuses(writer, "b", 5, 3, 30);
            writer.add(Rows.key("b"), 4, 3, 30, payload);
            writer.add(new byte[] {'b', 0}, 4, 9, 90, payload);
            writer.add(new byte[] {(byte) 0x80}, 4, 1, 1, payload);
            refuses(writer, "c", 4, 1, 1);
            assertThat(writer.finish().rows()).isEqualTo(4);
        }
    }

    @Test
    void clocksThatRiseAsTheRevisionFalls_areRefused() throws IOException {
        try (TableWriter writer = create()) {
            writer.add(Rows.key("k"), 5, 3, 30, payload);
            refuses(writer, "k", 4, 4, 30);
            refuses(writer, "k", 4, 3, 31);
            writer.add(Rows.key("k"), 4, 3, 30, payload);
            writer.add(Rows.key("l"), 3, 100, 100, payload);
            assertThat(writer.finish().rows()).isEqualTo(3);
        }
    }

    @Test
    void oversizedKeysAndPayloads_areRefused() throws IOException {
        try (TableWriter writer = create()) {
            byte[] key = new byte[TableWriter.KEY_BYTES_MAX + 1];
            assertThatThrownBy(() -> writer.add(key, 1, 1, 1, payload))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(String.valueOf(key.length));
            ByteBuffer large = ByteBuffer.allocate(TableWriter.PAYLOAD_BYTES_MAX + 1);
            assertThatThrownBy(() -> writer.add(Rows.key("k"), 1, 1, 1, large))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(String.valueOf(large.remaining()));
        }
    }

    @Test
    void largestKeyAndPayload_areKept() throws IOException {
        byte[] first = new byte[TableWriter.KEY_BYTES_MAX];
        byte[] second = first.clone();
        second[second.length - 1] = 1;
        byte[] large = new byte[TableWriter.PAYLOAD_BYTES_MAX];
        new Random(5).nextBytes(large);
        TableSummary summary;
        try (TableWriter writer = create()) {
            writer.add(first, 1, 1, 1, ByteBuffer.wrap(large));
            writer.add(second, Long.MAX_VALUE, -1, Long.MIN_VALUE, payload);
            summary = writer.finish();
        }
        assertThat(summary.firstKey()).isEqualTo(first);
        try (BlockCache cache = new BlockCache(4 << 20);
                Table table = Table.open(disk, "t", Rows.STORE, 1, cache)) {
            assertThat(table.find(first, 1).orElseThrow().payload()).isEqualTo(ByteBuffer.wrap(large));
            TableRow row = table.find(second, Long.MAX_VALUE).orElseThrow();
            assertThat(row.ordinal()).isEqualTo(-1);
            assertThat(row.stamp()).isEqualTo(Long.MIN_VALUE);
            table.verify();
        }
    }

    @Test
    void noRows_makeATable() throws IOException {
        TableSummary summary;
        try (TableWriter writer = create()) {
            summary = writer.finish();
        }
        assertThat(summary.rows()).isZero();
        assertThat(summary.fileBytes()).isEqualTo(2 * Disk.BLOCK_BYTES);
        assertThat(summary.spans(new byte[0])).isFalse();
        try (BlockCache cache = new BlockCache(0);
                Table table = Table.open(disk, "t", Rows.STORE, 1, cache);
                RowCursor cursor = table.cursor()) {
            assertThat(table.summary()).isEqualTo(summary);
            assertThat(table.find(new byte[0], Long.MAX_VALUE)).isEmpty();
            cursor.seekFirst();
            assertThat(cursor.valid()).isFalse();
            cursor.seekBefore(Rows.key("k"), 1);
            assertThat(cursor.valid()).isFalse();
            table.verify();
        }
    }

    @Test
    void bytesReferredTo_areSummedBySegment() throws IOException {
        try (TableWriter writer = create()) {
            writer.add(Rows.key("k"), 1, 1, 1, payload);
            writer.refers(9, 100);
            writer.refers(7, 10);
            writer.refers(9, 1);
            assertThat(writer.finish().bytesPerSegment()).isEqualTo(Map.of(7, 10L, 9, 101L));
        }
        try (BlockCache cache = new BlockCache(0);
                Table table = Table.open(disk, "t", Rows.STORE, 1, cache)) {
            assertThat(table.summary().bytesPerSegment()).isEqualTo(Map.of(7, 10L, 9, 101L));
        }
    }

    @Test
    void finish_leavesEveryByteDurable() throws IOException {
        Transcript transcript = Transcript.ofChanges();
        disk.record(transcript);
        TableSummary summary = Rows.write(
                disk,
                "t",
                1,
                TableOptions.defaults().withBufferBytes(8192),
                Rows.random(new Random(3), 300).values());
        assertThat(transcript.lines()).first().isEqualTo("create t durable");
        assertThat(transcript.lines()).last().isEqualTo("sync t full");
        assertThat(transcript.lines()).element(1).isEqualTo("write t 0 +8192");
        disk.syncDirectory("");
        try (BlockCache cache = new BlockCache(0);
                Table table = Table.open(disk.crash(CrashChoice.dropAll()), "t", Rows.STORE, 1, cache)) {
            assertThat(table.summary()).isEqualTo(summary);
            table.verify();
        }
    }

    @Test
    void failedSync_failsFinishForGood() throws IOException {
        disk.plan(Fault.nth(CallKind.SYNC, 1, new FaultEffect.LostSync()));
        try (TableWriter writer = create()) {
            writer.add(Rows.key("k"), 1, 1, 1, payload);
            assertThatThrownBy(writer::finish).isInstanceOf(IOException.class);
            assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
        }
        assertThat(disk.openFiles()).isEmpty();
    }

    @Test
    void shortWrites_areGoneOnWith() throws IOException {
        disk.plan(Fault.nth(CallKind.WRITE, 1, new FaultEffect.Cut(5000)).forGood());
        TableSummary summary = Rows.write(
                disk,
                "t",
                1,
                TableOptions.defaults(),
                Rows.random(new Random(4), 300).values());
        disk.clearFaults();
        try (BlockCache cache = new BlockCache(0);
                Table table = Table.open(disk, "t", Rows.STORE, 1, cache)) {
            assertThat(table.summary()).isEqualTo(summary);
            table.verify();
        }
    }

    @Test
    void closeWithoutFinish_leavesWhatNoReaderAccepts() throws IOException {
        try (TableWriter writer = create()) {
            writer.add(Rows.key("k"), 1, 1, 1, payload);
        }
        assertThat(disk.exists("t")).isTrue();
        try (BlockCache cache = new BlockCache(0)) {
            assertThatThrownBy(() -> Table.open(disk, "t", Rows.STORE, 1, cache))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void fullDisk_endsTheWriter() throws IOException {
        disk.capacityBytes(16 << 10);
        TableOptions options = TableOptions.defaults().withBufferBytes(4096);
        try (TableWriter writer = TableWriter.create(disk, "t", Rows.STORE, 1, options)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100; i++) {
                            byte[] key = {(byte) i};
                            writer.add(key, 1, 1, 1, ByteBuffer.allocate(1000));
                        }
                    })
                    .isInstanceOf(DiskFullException.class);
            assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
        }
    }

    private TableWriter create() throws IOException {
        return TableWriter.create(disk, "t", Rows.STORE, 1, TableOptions.defaults());
    }

    private void refuses(TableWriter writer, String key, long revision, long ordinal, long stamp) {
        assertThatThrownBy(() -> writer.add(Rows.key(key), revision, ordinal, stamp, payload))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("t: row");
    }
}
