package dev.longboat.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longboat.disk.DamagedFileException;
import dev.longboat.disk.Disk;
import dev.longboat.disk.DiskFile;
import dev.longboat.disk.ForeignFormatException;
import dev.longboat.disk.WriteMode;
import dev.longboat.testkit.CallKind;
import dev.longboat.testkit.Fault;
import dev.longboat.testkit.FaultEffect;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What is not whole, not ours or not in its place is refused and never read as something else (T3,
/// T4). Goal: no damage gives a wrong answer. Method: a small table, changed in every way that
/// fits.
final class TableDamageTest {
    private static final long SEED = 77;
    private static final long ID = 42;
    private static final String NAME = "42.tbl";
    private static final TableOptions SMALL =
            TableOptions.defaults().withBlockBytes(1024).withPartitionBytes(256).withBufferBytes(4096);

    private final SimDisk disk = new SimDisk();
    private final BlockCache cache = new BlockCache(0);
    private final List<Rows.Row> rows = new ArrayList<>();
    private final byte[] sound;

    TableDamageTest() throws IOException {
        for (Rows.Row row : Rows.random(new Random(SEED), 60).values()) {
            if (row.payload().length < 100 && row.key().length < 100) {
                rows.add(row);
            }
        }
        try (TableWriter writer = TableWriter.create(disk, NAME, Rows.STORE, ID, SMALL)) {
            for (Rows.Row row : rows) {
                writer.add(row.key(), row.revision(), row.ordinal(), row.stamp(), ByteBuffer.wrap(row.payload()));
            }
            writer.refers(7, 1000);
            writer.finish();
        }
        sound = bytesOf(disk, NAME);
    }

    @Test
    void everyByteFlipped_isFoundByVerify_andNeverGivesAWrongRow() throws IOException {
        assertThat(sound.length).isGreaterThanOrEqualTo(3 * Disk.BLOCK_BYTES);
        int opened = 0;
        for (int offset = 0; offset < sound.length; offset++) {
            byte[] flipped = sound.clone();
            flipped[offset] ^= (byte) (1 << (offset % 8));
            replace(flipped);
            try (Table table = open()) {
                opened++;
                assertThatThrownBy(table::verify).as("byte " + offset).isInstanceOf(DamagedFileException.class);
                if (sound[offset] != 0) {
                    readAllOrFail(table, offset);
                }
            } catch (DamagedFileException | ForeignFormatException refused) {
                assertThat(refused).hasMessageStartingWith(NAME);
            }
        }
        assertThat(opened).isGreaterThan(sound.length / 3);
    }

    private void readAllOrFail(Table table, int offset) throws IOException {
        int seen = 0;
        try (RowCursor cursor = offset % 2 == 0 ? table.cursor() : table.scan()) {
            for (cursor.seekFirst(); cursor.valid(); cursor.next()) {
                assertThat(Rows.same(Rows.at(cursor), rows.get(seen))).isTrue();
                seen++;
            }
            assertThat(seen).isEqualTo(rows.size());
        } catch (DamagedFileException refused) {
            assertThat(refused.file()).isEqualTo(NAME);
        }
        Rows.Row row = rows.get(offset % rows.size());
        try {
            TableRow found = table.find(row.key(), row.revision()).orElseThrow();
            assertThat(found.payload()).isEqualTo(ByteBuffer.wrap(row.payload()));
        } catch (DamagedFileException refused) {
            assertThat(refused.file()).isEqualTo(NAME);
        }
    }

    @Test
    void cutAnywhere_isRefused() throws IOException {
        for (int length = 0; length < sound.length; length += 32) {
            replace(Arrays.copyOf(sound, length));
            assertThatThrownBy(this::open).isInstanceOf(DamagedFileException.class);
        }
        replace(Arrays.copyOf(sound, sound.length + Disk.BLOCK_BYTES));
        assertThatThrownBy(this::open).isInstanceOf(DamagedFileException.class);
    }

    @Test
    void blockOfAnotherTable_neverVerifies() throws IOException {
        replaceDataWithThatOf(Rows.STORE, ID + 1);
        try (Table table = open()) {
            assertThatThrownBy(() -> table.find(rows.getFirst().key(), Long.MAX_VALUE))
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessageContaining("CRC32C");
            assertThatThrownBy(table::verify).isInstanceOf(DamagedFileException.class);
        }
    }

    @Test
    void damagedBlock_isNotBroughtIn() throws IOException {
        byte[] flipped = sound.clone();
        flipped[HeaderLayout.BYTES] ^= 1;
        replace(flipped);
        try (BlockCache roomy = new BlockCache(4 << 20);
                Table table = Table.open(disk, NAME, Rows.STORE, ID, roomy)) {
            assertThatThrownBy(() -> table.loadBlocks(() -> true))
                    .isInstanceOf(DamagedFileException.class)
                    .hasMessageContaining("CRC32C");
            assertThatThrownBy(() -> table.find(rows.getFirst().key(), Long.MAX_VALUE))
                    .isInstanceOf(DamagedFileException.class);
        }
    }

    @Test
    void blockOfAnotherStore_neverVerifies() throws IOException {
        replaceDataWithThatOf(new UUID(1, 1), ID);
        try (Table table = open()) {
            assertThatThrownBy(() -> table.find(rows.getFirst().key(), Long.MAX_VALUE))
                    .isInstanceOf(DamagedFileException.class);
        }
    }

    /// Puts blocks in place that have the same rows, length and offset, and another owner.
    private void replaceDataWithThatOf(UUID store, long id) throws IOException {
        try (TableWriter writer = TableWriter.create(disk, "other", store, id, SMALL)) {
            for (Rows.Row row : rows) {
                writer.add(row.key(), row.revision(), row.ordinal(), row.stamp(), ByteBuffer.wrap(row.payload()));
            }
            writer.refers(7, 1000);
            writer.finish();
        }
        byte[] other = bytesOf(disk, "other");
        assertThat(other).hasSameSizeAs(sound);
        byte[] mixed = sound.clone();
        TableIdentity identity = new TableIdentity(NAME, Rows.STORE, ID);
        Footer footer = FooterLayout.decode(
                Arrays.copyOfRange(sound, sound.length - FooterLayout.BYTES, sound.length), sound.length, identity);
        int dataEnd = (int) footer.facts().offset();
        System.arraycopy(other, HeaderLayout.BYTES, mixed, HeaderLayout.BYTES, dataEnd - HeaderLayout.BYTES);
        replace(mixed);
    }

    @Test
    void twoBlocksExchanged_neverVerify() throws IOException {
        String name = "even.tbl";
        try (TableWriter writer = TableWriter.create(disk, name, Rows.STORE, 1, SMALL)) {
            for (int i = 0; i < 200; i++) {
                writer.add(Rows.key(String.format("%06d", i)), 7, 7, 7, ByteBuffer.wrap(new byte[900]));
            }
            writer.finish();
        }
        byte[] bytes = bytesOf(disk, name);
        int length = 0;
        try (Table table = Table.open(disk, name, Rows.STORE, 1, cache)) {
            BlockScratch scratch = new BlockScratch();
            table.openRoot(table.file(), scratch.root);
            scratch.root.seekFirst();
            table.file().openPartition(scratch.root.span(IndexLayout.INDEX), scratch.partition);
            scratch.partition.seekFirst();
            length = scratch.partition.span(IndexLayout.BLOCK).length();
        }
        byte[] exchanged = bytes.clone();
        System.arraycopy(bytes, HeaderLayout.BYTES, exchanged, HeaderLayout.BYTES + length, length);
        System.arraycopy(bytes, HeaderLayout.BYTES + length, exchanged, HeaderLayout.BYTES, length);
        disk.delete(name);
        write(disk, name, exchanged);
        try (Table table = Table.open(disk, name, Rows.STORE, 1, cache)) {
            assertThatThrownBy(() -> table.find(Rows.key("000000"), 7)).isInstanceOf(DamagedFileException.class);
            assertThatThrownBy(() -> table.find(Rows.key("000001"), 7)).isInstanceOf(DamagedFileException.class);
            assertThat(table.find(Rows.key("000002"), 7)).isPresent();
        }
    }

    /// A disk that says it wrote and did not, or wrote elsewhere: nobody notices before reading.
    @Test
    void lostAndMisdirectedWrites_areFoundByVerify() throws IOException {
        int writes = sound.length / SMALL.bufferBytes();
        for (int write = 1; write <= writes; write++) {
            for (FaultEffect effect : List.of(new FaultEffect.LostWrite(), new FaultEffect.Misdirected(-4096))) {
                disk.delete(NAME);
                disk.plan(Fault.nth(CallKind.WRITE, write, effect));
                Rows.write(disk, NAME, ID, SMALL, rows);
                disk.clearFaults();
                if (write == 1 && effect instanceof FaultEffect.Misdirected) {
                    continue; // There is nothing before the first block to misdirect it to.
                }
                assertThatThrownBy(() -> {
                            try (Table table = open()) {
                                table.verify();
                            }
                        })
                        .as("write %d of %d: %s", write, writes, effect)
                        .isInstanceOfAny(DamagedFileException.class, ForeignFormatException.class);
            }
        }
    }

    @Test
    void otherStoreVersionOrKind_isForeign() throws IOException {
        assertThatThrownBy(() -> Table.open(disk, NAME, new UUID(1, 2), ID, cache))
                .isInstanceOf(ForeignFormatException.class)
                .hasMessageContaining("of store " + Rows.STORE);
        assertThatThrownBy(() -> Table.open(disk, NAME, Rows.STORE, ID + 1, cache))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContaining("is table 42 and should be table 43");

        byte[] newer = sound.clone();
        Layouts.INT.set(newer, HeaderLayout.VERSION_OFFSET, 2);
        Layouts.INT.set(newer, HeaderLayout.CRC_OFFSET, HeaderLayout.crc32c(newer, HeaderLayout.CRC_OFFSET));
        replace(newer);
        assertThatThrownBy(this::open)
                .isInstanceOf(ForeignFormatException.class)
                .hasMessageContaining("format version 2");

        byte[] featured = sound.clone();
        Layouts.INT.set(featured, HeaderLayout.FEATURES_OFFSET, 5);
        Layouts.INT.set(featured, HeaderLayout.CRC_OFFSET, HeaderLayout.crc32c(featured, HeaderLayout.CRC_OFFSET));
        replace(featured);
        assertThatThrownBy(this::open)
                .isInstanceOf(ForeignFormatException.class)
                .hasMessageContaining("features 101");

        replace(new byte[2 * Disk.BLOCK_BYTES]);
        assertThatThrownBy(this::open)
                .isInstanceOf(ForeignFormatException.class)
                .hasMessageContaining("not a table");
    }

    @Test
    void rangeTombstones_areForeignToVersion1() throws IOException {
        byte[] newer = sound.clone();
        int footer = newer.length - FooterLayout.BYTES;
        IndexLayout.putSpan(newer, footer + FooterLayout.RANGE_TOMBSTONES_OFFSET, new Span(64, 100, 5));
        byte[] last = Arrays.copyOfRange(newer, footer, newer.length);
        Layouts.INT.set(newer, footer + FooterLayout.CRC_OFFSET, HeaderLayout.crc32c(last, FooterLayout.CRC_OFFSET));
        replace(newer);
        assertThatThrownBy(this::open)
                .isInstanceOf(ForeignFormatException.class)
                .hasMessageContaining("range tombstones");
    }

    private Table open() throws IOException {
        return Table.open(disk, NAME, Rows.STORE, ID, cache);
    }

    private void replace(byte[] bytes) throws IOException {
        disk.delete(NAME);
        write(disk, NAME, bytes);
    }

    static void write(Disk disk, String name, byte[] bytes) throws IOException {
        try (DiskFile file = disk.create(name, WriteMode.BUFFERED)) {
            file.writeFully(ByteBuffer.wrap(bytes), 0);
        }
    }

    static byte[] bytesOf(Disk disk, String name) throws IOException {
        try (DiskFile file = disk.openToRead(name)) {
            byte[] bytes = new byte[Math.toIntExact(file.size())];
            file.readFully(ByteBuffer.wrap(bytes), 0);
            return bytes;
        }
    }
}
