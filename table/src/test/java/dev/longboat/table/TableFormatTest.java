package dev.longboat.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.disk.Disk;
import dev.longboat.disk.LinuxDisk;
import dev.longboat.testkit.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The bytes of a table are those that `docs/formats/table.md` prints, and a table written by the
/// first build of version 1 can be read for good.
final class TableFormatTest {
    private static final UUID STORE = UUID.fromString("01020304-0506-4708-8910-111213141516");
    private static final long ID = 42;
    private static final int LINE_BYTES = 16;
    private static final Path HOUSE = house();

    @Test
    void workedExample_isWhatIsWritten() throws IOException {
        SimDisk disk = new SimDisk();
        writeExample(disk, "example");
        String page = Files.readString(HOUSE.resolve("docs/formats/table.md"));
        String dump = hexdump(TableDamageTest.bytesOf(disk, "example"));
        assertThat(page).as("docs/formats/table.md must contain%n%s", dump).contains("```\n" + dump + "```\n");
    }

    @Test
    void tableOfVersion1_isRead() throws IOException {
        Disk disk = LinuxDisk.at(HOUSE.resolve("testdata/formats/v1/tables"));
        try (BlockCache cache = new BlockCache(0);
                Table table = Table.open(disk, "00000042.tbl", STORE, ID, cache)) {
            table.verify();
            assertThat(table.summary().rows()).isEqualTo(3);
            assertThat(table.summary().bytesPerSegment()).isEqualTo(Map.of(17, 300L));
            TableRow row = table.find(Rows.key("boat"), 6).orElseThrow();
            assertThat(row).isEqualTo(new TableRow(5, 1, 1000, ByteBuffer.wrap(Rows.key("first"))));
            assertThat(table.find(Rows.key("boot"), 6)).isEmpty();
        }
    }

    private static TableSummary writeExample(Disk disk, String name) throws IOException {
        try (TableWriter writer = TableWriter.create(disk, name, STORE, ID, TableOptions.defaults())) {
            writer.add(Rows.key("boat"), 9, 2, 2000, ByteBuffer.wrap(Rows.key("second")));
            writer.add(Rows.key("boat"), 5, 1, 1000, ByteBuffer.wrap(Rows.key("first")));
            writer.add(Rows.key("boot"), 7, 1, 1500, ByteBuffer.wrap(new byte[0]));
            writer.refers(17, 300);
            return writer.finish();
        }
    }

    /// Sixteen bytes a line; a run of zero lines after the first is a star.
    private static String hexdump(byte[] bytes) {
        StringBuilder dump = new StringBuilder();
        boolean zeros = false;
        boolean starred = false;
        for (int at = 0; at < bytes.length; at += LINE_BYTES) {
            byte[] line = java.util.Arrays.copyOfRange(bytes, at, at + LINE_BYTES);
            boolean zero = java.util.Arrays.equals(line, new byte[LINE_BYTES]);
            if (zero && zeros) {
                dump.append(starred ? "" : "*\n");
                starred = true;
                continue;
            }
            zeros = zero;
            starred = false;
            dump.append(
                    String.format("%08x  %s  ", at, HexFormat.ofDelimiter(" ").formatHex(line)));
            for (byte each : line) {
                dump.append(each > ' ' && each < 0x7F ? (char) each : '.');
            }
            dump.append('\n');
        }
        return dump.toString();
    }

    private static Path house() {
        for (Path path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.isDirectory(path.resolve("docs/formats"))) {
                return path;
            }
        }
        throw new AssertionError(
                "docs/formats is nowhere above " + List.of(Path.of("").toAbsolutePath()));
    }

    /// Writes the golden table anew, when a format version is added: run it by hand, into an empty
    /// directory.
    public static void main(String[] arguments) throws IOException {
        Disk disk = LinuxDisk.at(Path.of(arguments[0]));
        writeExample(disk, "00000042.tbl");
        System.out.print(hexdump(TableDamageTest.bytesOf(disk, "00000042.tbl")));
    }
}
