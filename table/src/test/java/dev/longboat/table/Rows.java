package dev.longboat.table;

import dev.longboat.disk.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/// Random rows, the model of what a table should say about them, and tables made of them. Not safe
/// for concurrent use.
final class Rows {
    static final UUID STORE = new UUID(0x0123456789ABCDEFL, 0xFEDCBA9876543210L);

    /// The order of rows (T1).
    static final Comparator<Place> ORDER = Comparator.comparing(Place::key, Arrays::compareUnsigned)
            .thenComparing(Comparator.comparingLong(Place::revision).reversed());

    @SuppressWarnings("ArrayRecordComponent") // compared by ORDER
    record Place(byte[] key, long revision) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by same()
    record Row(byte[] key, long revision, long ordinal, long stamp, byte[] payload) {
        Place place() {
            return new Place(key, revision);
        }

        @Override
        public String toString() {
            return Arrays.toString(key.length > 20 ? Arrays.copyOf(key, 20) : key) + "@" + revision + "/" + ordinal
                    + "/" + stamp + " +" + payload.length;
        }
    }

    private Rows() {}

    static NavigableMap<Place, Row> model() {
        return new TreeMap<>(ORDER);
    }

    static NavigableMap<Place, Row> model(Iterable<Row> rows) {
        NavigableMap<Place, Row> model = model();
        rows.forEach(row -> model.put(row.place(), row));
        return model;
    }

    /// About `keys` keys, some with many versions: common prefixes, 0x00 and 0xFF, empty payloads,
    /// now and then a large one.
    static NavigableMap<Place, Row> random(Random random, int keys) {
        NavigableMap<Place, Row> model = model();
        for (int i = 0; i < keys; i++) {
            byte[] key = randomKey(random);
            int versions = random.nextInt(8) == 0 ? 1 + random.nextInt(60) : 1 + random.nextInt(2);
            long revision = 1L + random.nextInt(1000);
            long ordinal = random.nextInt(3);
            long stamp = 1_700_000_000_000L + random.nextInt(1000);
            for (int version = 0; version < versions; version++) {
                Place place = new Place(key, revision);
                Row row = new Row(key, revision, ordinal, stamp, randomPayload(random));
                if (version == 0
                        && model.subMap(new Place(key, Long.MAX_VALUE), true, new Place(key, 0), true)
                                        .size()
                                > 0) {
                    break;
                }
                model.put(place, row);
                revision += 1 + random.nextInt(random.nextBoolean() ? 3 : 100_000);
                ordinal += random.nextInt(3);
                stamp += random.nextInt(5);
            }
        }
        return model;
    }

    static byte[] randomKey(Random random) {
        byte[] alphabet = {0, 1, 'a', 'b', (byte) 0x7F, (byte) 0x80, (byte) 0xFF};
        int length = switch (random.nextInt(20)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> 200 + random.nextInt(400);
            default -> 2 + random.nextInt(12);
        };
        byte[] key = new byte[length];
        int common = random.nextInt(3) == 0 ? 0 : length / 2;
        for (int i = 0; i < length; i++) {
            key[i] = i < common ? (byte) 'k' : alphabet[random.nextInt(alphabet.length)];
        }
        return key;
    }

    private static byte[] randomPayload(Random random) {
        int length = switch (random.nextInt(40)) {
            case 0 -> 5000 + random.nextInt(3000);
            case 1, 2, 3, 4 -> 0;
            default -> random.nextInt(60);
        };
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        return payload;
    }

    static byte[] key(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    static TableSummary write(Disk disk, String name, long id, TableOptions options, Iterable<Row> rows)
            throws IOException {
        try (TableWriter writer = TableWriter.create(disk, name, STORE, id, options)) {
            for (Row row : rows) {
                writer.add(row.key(), row.revision(), row.ordinal(), row.stamp(), ByteBuffer.wrap(row.payload()));
            }
            return writer.finish();
        }
    }

    /// What the cursor stands on.
    static Row at(RowCursor cursor) {
        ByteBuffer payload = cursor.payload();
        if (!payload.isReadOnly() || payload.order() != ByteOrder.LITTLE_ENDIAN) {
            throw new AssertionError("not a read-only little-endian view: " + payload);
        }
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return new Row(cursor.key(), cursor.revision(), cursor.ordinal(), cursor.stamp(), bytes);
    }

    static boolean same(Row a, Row b) {
        return Arrays.equals(a.key(), b.key())
                && a.revision() == b.revision()
                && a.ordinal() == b.ordinal()
                && a.stamp() == b.stamp()
                && Arrays.equals(a.payload(), b.payload());
    }

    /// The model's answer to [RowCursor#seekAtMost], or null.
    static Map.@org.jspecify.annotations.Nullable Entry<Place, Row> atMost(
            NavigableMap<Place, Row> model, byte[] key, long revision, long ordinal, long stamp) {
        for (Map.Entry<Place, Row> entry :
                model.tailMap(new Place(key, revision), true).entrySet()) {
            Row row = entry.getValue();
            if (!Arrays.equals(row.key(), key) || (row.ordinal() <= ordinal && row.stamp() <= stamp)) {
                return entry;
            }
        }
        return null;
    }

    static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    static List<Row> list(NavigableMap<Place, Row> model) {
        return new ArrayList<>(model.values());
    }
}
