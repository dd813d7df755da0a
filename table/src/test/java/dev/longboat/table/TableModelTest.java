package dev.longboat.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.disk.Disk;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables of random rows say what a sorted map of the same rows says, whatever their layout (T1,
/// T2, T6). Goal: no option changes an answer. Method: seeded walks, compared step by step.
final class TableModelTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void cursor_walkedAtRandom_agreesWithTheModel(long seed) throws IOException {
        Random random = new Random(seed);
        Disk disk = new SimDisk();
        NavigableMap<Rows.Place, Rows.Row> model = Rows.random(random, seed == 1 ? 0 : 1 << random.nextInt(11));
        TableSummary written = Rows.write(disk, "t.tbl", seed, randomOptions(random), model.values());
        try (BlockCache cache = new BlockCache(random.nextInt(4) * (1L << 20));
                Table table = Table.open(disk, "t.tbl", Rows.STORE, seed, cache)) {
            assertThat(table.summary()).isEqualTo(written);
            assertThat(written.rows()).isEqualTo(model.size());
            try (RowCursor cursor = table.cursor()) {
                new CursorModel(model, cursor, random).walk(3000);
            }
            findAgrees(table, model, random);
            table.verify();
        }
    }

    private static void findAgrees(Table table, NavigableMap<Rows.Place, Rows.Row> model, Random random)
            throws IOException {
        for (Rows.Row row : model.values()) {
            assertThat(table.mayContain(row.key())).isTrue();
            for (int around = -1; around <= 1; around++) {
                compare(table, model, row.key(), row.revision() + around, Long.MAX_VALUE, Long.MAX_VALUE);
                compare(table, model, row.key(), Long.MAX_VALUE, row.ordinal() + around, Long.MAX_VALUE);
                compare(table, model, row.key(), Long.MAX_VALUE, Long.MAX_VALUE, row.stamp() + around);
            }
        }
        for (int i = 0; i < 500; i++) {
            compare(table, model, Rows.randomKey(random), Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
        }
    }

    private static void compare(
            Table table, NavigableMap<Rows.Place, Rows.Row> model, byte[] key, long revision, long ordinal, long stamp)
            throws IOException {
        Optional<TableRow> found = table.find(key, revision, ordinal, stamp);
        var entry = Rows.atMost(model, key, revision, ordinal, stamp);
        boolean expected = entry != null && Arrays.equals(entry.getValue().key(), key);
        assertThat(found.isPresent()).isEqualTo(expected);
        if (entry != null && expected) {
            byte[] payload = new byte[found.orElseThrow().payload().remaining()];
            found.orElseThrow().payload().get(payload);
            Rows.Row row = new Rows.Row(
                    key,
                    found.orElseThrow().revision(),
                    found.orElseThrow().ordinal(),
                    found.orElseThrow().stamp(),
                    payload);
            assertThat(Rows.same(row, entry.getValue())).as(row.toString()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
    void mergingCursor_walkedAtRandom_agreesWithTheModel(long seed) throws IOException {
        Random random = new Random(seed);
        Disk disk = new SimDisk();
        NavigableMap<Rows.Place, Rows.Row> model = Rows.random(random, 300);
        int count = 1 + random.nextInt(7);
        List<NavigableMap<Rows.Place, Rows.Row>> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(Rows.model());
        }
        for (Rows.Row row : model.values()) {
            int newest = random.nextInt(count);
            parts.get(newest).put(row.place(), row);
            for (int older = newest + 1; older < count; older++) {
                if (random.nextInt(4) == 0) {
                    parts.get(older).put(row.place(), withOtherPayload(row));
                }
            }
        }
        try (BlockCache cache = new BlockCache(4 << 20)) {
            List<Table> tables = new ArrayList<>();
            List<RowCursor> cursors = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Rows.write(
                        disk, i + ".tbl", i, randomOptions(random), parts.get(i).values());
                tables.add(Table.open(disk, i + ".tbl", Rows.STORE, i, cache));
                cursors.add(tables.get(i).cursor());
            }
            try (RowCursor merged = new MergingCursor(cursors)) {
                new CursorModel(model, merged, random).walk(3000);
            }
            for (Table table : tables) {
                table.close();
            }
        }
    }

    private static Rows.Row withOtherPayload(Rows.Row row) {
        return new Rows.Row(row.key(), row.revision(), row.ordinal(), row.stamp(), Rows.key("older"));
    }

    private static TableOptions randomOptions(Random random) {
        return TableOptions.defaults()
                .withBlockBytes(64 << random.nextInt(8))
                .withRestartRows(1 + random.nextInt(20))
                .withPartitionBytes(64 << random.nextInt(7))
                .withFilterBitsPerKey(1 + random.nextInt(20))
                .withBufferBytes(4096 << random.nextInt(5));
    }
}
