package dev.longboat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longboat.journal.ChainedSegment;
import dev.longboat.journal.Pointer;
import dev.longboat.journal.Position;
import dev.longboat.testkit.GoldenText;
import dev.longboat.testkit.HexDump;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The worked examples of the format pages, byte for byte: a change here changes what is on
/// people's disks.
final class FormatExamplesTest {
    private static final UUID STORE = new UUID(0x0123456789abcdefL, 0x8edcba9876543210L);

    @Test
    void manifest_isAsItsPageShows() throws IOException {
        Memtable.Applied applied = new Memtable.Applied(new Position(2, 8192), 2, 3, 1_767_225_600_000L, 2, 2);
        ManifestState.TableEntry table =
                new ManifestState.TableEntry(1, 8192, 2, 2, 3, 0xa1b2c3d4, 1, 0, new ManifestState.History(1, 0));
        ManifestState.TableEntry merged =
                new ManifestState.TableEntry(2, 8192, 1, 3, 3, 0xd4c3b2a1, 2, 2, new ManifestState.History(0, 0));
        ManifestState whole = ManifestState.EMPTY.after(
                new ManifestEdit.Chained(ChainedSegment.OPEN, new ChainedSegment(1, 1, ChainedSegment.OPEN)));
        List<ManifestEdit> edits = List.of(
                new ManifestEdit.Whole(whole),
                new ManifestEdit.Chained(12288, new ChainedSegment(2, 1, ChainedSegment.OPEN)),
                new ManifestEdit.Flushed(table, applied),
                new ManifestEdit.Merged(List.of(1L), List.of(merged)),
                new ManifestEdit.Retired(List.of(1)));
        ByteBuffer file = ByteBuffer.allocate(4096);
        file.put(ManifestFile.head(STORE, 5, 0));
        for (int i = 0; i < edits.size(); i++) {
            file.put(ManifestFile.record(5, i + 1L, ManifestCodec.encode(edits.get(i))));
        }
        shows("manifest_v2", file.flip());
        for (ManifestEdit edit : edits) {
            assertThat(ManifestCodec.decode(ManifestCodec.encode(edit), 2)).isEqualTo(edit);
        }
    }

    @Test
    void entry_isAsItsPageShows() throws IOException {
        Moment put = new Moment(8, 0, 1, 1_767_225_600_000L, 0, 0);
        Moment delete = new Moment(8, 1, 3, 1_767_225_600_000L, 5, 0);
        Moment purge = new Moment(9, 0, 4, 1_767_225_600_001L, 7, 9);
        Moment large = new Moment(9, 1, 2, 1_767_225_600_000L, 6, 0);
        Pointer extent = new Pointer(1, 1, 4096 + 64 + 16, 300, 0x11223344);
        List<List<Effect>> transactions = List.of(
                List.of(
                        new Effect.Put(
                                Key.of("a"), put, 1, 8, 1, 0, NewValue.of("apple".getBytes(StandardCharsets.UTF_8))),
                        new Effect.Delete(Key.of("b"), delete, -1)),
                List.of(
                        new Effect.Removal(Key.of("c"), purge, -1, 1, 8),
                        new Effect.Put(
                                Key.of("d"),
                                large,
                                0,
                                4,
                                2,
                                77,
                                new NewValue.Uploaded(300, List.of(Piece.of(extent))))));
        ByteBuffer payload = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        EntryCodec.encode(payload, 7, 1_767_225_600_000L, transactions, 0);
        shows("entry_v1", payload.flip());

        List<String> rows = new ArrayList<>();
        ByteBuffer all = ByteBuffer.allocate(4096);
        EntryCodec.decode(payload, places(), (key, change, delta) -> {
            byte[] row = RowCodec.encode(change);
            Moment at = change.at();
            Change again = RowCodec.decode(at.revision(), at.ordinal(), at.stamp(), ByteBuffer.wrap(row));
            assertThat(RowCodec.encode(again)).isEqualTo(row);
            all.put(row);
            rows.add(EntryDump.key(key) + " " + delta);
        });
        assertThat(rows).containsExactly("\"a\" 1", "\"b\" -1", "\"c\" -1", "\"d\" 0");
        shows("row_v1", all.flip());
    }

    @Test
    void compressedValues_areAsTheirPageShows() throws IOException {
        Moment first = new Moment(8, 0, 1, 1_767_225_600_000L, 0, 0);
        Moment second = new Moment(8, 1, 1, 1_767_225_600_000L, 0, 0);
        byte[] bytes = "5 of 9".getBytes(StandardCharsets.UTF_8);
        NewValue large = new NewValue.Uploaded(
                5096,
                List.of(
                        new Piece(new Pointer(1, 1, 4096 + 64 + 16, 300, 0x11223344), 2, 4096),
                        Piece.of(new Pointer(1, 1, 4096 + 64 + 16 + 384, 1000, 0x55667788))));
        List<List<Effect>> transactions = List.of(List.of(
                new Effect.Put(Key.of("a"), first, 1, 8, 1, 0, new NewValue.Compressed(1, 300, bytes)),
                new Effect.Put(Key.of("b"), second, 1, 8, 1, 0, large)));
        ByteBuffer payload = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        EntryCodec.encode(payload, 7, 1_767_225_600_000L, transactions, 0);
        shows("entry_compressed", payload.flip());

        ByteBuffer all = ByteBuffer.allocate(4096);
        List<Stored> values = new ArrayList<>();
        for (EntryCodec.Places places : List.of(places(), inRows())) {
            EntryCodec.decode(payload, places, (_, change, _) -> {
                byte[] row = RowCodec.encode(change);
                Change again = RowCodec.decode(8, 1, 1_767_225_600_000L, ByteBuffer.wrap(row));
                assertThat(RowCodec.encode(again)).isEqualTo(row);
                Stored value = ((Change.Put) again).value();
                if (!values.contains(value)) {
                    values.add(value);
                    all.put(row);
                }
            });
        }
        assertThat(values).hasSize(3);
        assertThat(values).extracting(Stored::length).containsExactly(300L, 5096L, 300L);
        shows("row_compressed", all.flip());
    }

    private static EntryCodec.Places inRows() {
        return new EntryCodec.Places() {
            @Override
            public Stored value(int offset, ByteBuffer bytes) {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                return new Stored.Inline(copy);
            }

            @Override
            public Pointer map(int offset, ByteBuffer map, long length, boolean compressed) {
                return places().map(offset, map, length, compressed);
            }
        };
    }

    private static EntryCodec.Places places() {
        return new EntryCodec.Places() {
            @Override
            public Stored value(int offset, ByteBuffer bytes) {
                return new Stored.Framed(new Pointer(3, 1, 4160 + offset, bytes.remaining(), 0x55667788));
            }

            @Override
            public Pointer map(int offset, ByteBuffer map, long length, boolean compressed) {
                return new Pointer(3, 1, 4160 + offset, map.remaining(), 0x99aabbcc);
            }
        };
    }

    /// Holds bytes to the committed ones, and the page to both.
    private static void shows(String what, ByteBuffer bytes) throws IOException {
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        String dump = HexDump.of(array);
        GoldenText.at("engine/" + what + ".hex").matches(dump);
        Path page = Path.of(
                System.getProperty("basedir", ""),
                "..",
                "docs",
                "formats",
                (what.startsWith("manifest") ? "manifest" : "entry") + ".md");
        assertThat(Files.readString(page))
                .describedAs("%s shows these bytes", page)
                .contains(dump);
    }
}
