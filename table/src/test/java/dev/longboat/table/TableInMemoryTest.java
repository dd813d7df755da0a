package dev.longboat.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Look-ups for threads that must not wait: memory alone answers, or says that it cannot.
final class TableInMemoryTest {
    private static final UUID STORE = new UUID(1, 2);

    @Test
    void findInMemory_answersOnlyWhatFindHasBroughtIn() throws IOException {
        SimDisk disk = new SimDisk();
        try (BlockCache cache = new BlockCache(8 << 20);
                Table table = tableOf(disk, cache)) {
            byte[] key = key(700);
            assertThatThrownBy(() -> table.findInMemory(key, Long.MAX_VALUE)).isInstanceOf(NotCachedException.class);
            assertThat(table.find(key, Long.MAX_VALUE)).isPresent();
            long calls = disk.calls();
            assertThat(table.findInMemory(key, Long.MAX_VALUE).orElseThrow().revision())
                    .isEqualTo(700);
            assertThat(table.findInMemory(key(-1), Long.MAX_VALUE)).isEmpty();
            assertThat(disk.calls()).isEqualTo(calls);
        }
    }

    private static Table tableOf(SimDisk disk, BlockCache cache) throws IOException {
        disk.createDirectory("tables");
        try (TableWriter writer = TableWriter.create(disk, "tables/1.tbl", STORE, 1, TableOptions.defaults())) {
            for (int i = 0; i < 1000; i++) {
                writer.add(key(i), i, 1, 1, ByteBuffer.allocate(20));
            }
            writer.finish();
        }
        return Table.open(disk, "tables/1.tbl", STORE, 1, cache);
    }

    private static byte[] key(int number) {
        return String.format("key-%05d", number).getBytes(StandardCharsets.UTF_8);
    }
}
