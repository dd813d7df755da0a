package dev.longboat.table;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/// Walks a cursor at random and a [NavigableMap] along with it, and compares after each step. Not
/// safe for concurrent use.
final class CursorModel {
    private final NavigableMap<Rows.Place, Rows.Row> model;
    private final RowCursor cursor;
    private final Random random;
    private final List<Rows.Row> rows;
    private Map.@Nullable Entry<Rows.Place, Rows.Row> expected;
    private String step = "";

    CursorModel(NavigableMap<Rows.Place, Rows.Row> model, RowCursor cursor, Random random) {
        this.model = model;
        this.cursor = cursor;
        this.random = random;
        this.rows = Rows.list(model);
    }

    void walk(int steps) throws IOException {
        for (int i = 0; i < steps; i++) {
            step();
            compare();
        }
    }

    private void step() throws IOException {
        Map.Entry<Rows.Place, Rows.Row> from = expected;
        int kind = random.nextInt(100);
        if (from != null && kind < 45) {
            step = "next from " + from.getValue();
            cursor.next();
            expected = model.higherEntry(from.getKey());
        } else if (from != null && kind < 80) {
            step = "previous from " + from.getValue();
            cursor.previous();
            expected = model.lowerEntry(from.getKey());
        } else if (kind < 82) {
            step = "seekFirst";
            cursor.seekFirst();
            expected = model.firstEntry();
        } else if (kind < 84) {
            step = "seekLast";
            cursor.seekLast();
            expected = model.lastEntry();
        } else {
            seek(kind);
        }
    }

    private void seek(int kind) throws IOException {
        Rows.Row row = rows.isEmpty() ? new Rows.Row(new byte[0], 1, 1, 1, new byte[0]) : Rows.pick(random, rows);
        byte[] key = random.nextInt(4) == 0 ? Rows.randomKey(random) : row.key();
        long revision = switch (random.nextInt(4)) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> 0;
            default -> row.revision() + random.nextInt(3) - 1;
        };
        long ordinal = random.nextInt(3) == 0 ? Long.MAX_VALUE : row.ordinal() + random.nextInt(5) - 2;
        long stamp = random.nextInt(3) == 0 ? Long.MAX_VALUE : row.stamp() + random.nextInt(7) - 3;
        String place = new Rows.Row(key, revision, ordinal, stamp, new byte[0]).toString();
        if (kind < 90) {
            step = "seek " + place;
            cursor.seek(key, revision);
            expected = model.ceilingEntry(new Rows.Place(key, revision));
        } else if (kind < 94) {
            step = "seekBefore " + place;
            cursor.seekBefore(key, revision);
            expected = model.lowerEntry(new Rows.Place(key, revision));
        } else if (kind < 96) {
            step = "seekOrdinalAtMost " + place;
            cursor.seekOrdinalAtMost(key, ordinal);
            expected = Rows.atMost(model, key, Long.MAX_VALUE, ordinal, Long.MAX_VALUE);
        } else if (kind < 98) {
            step = "seekStampAtMost " + place;
            cursor.seekStampAtMost(key, stamp);
            expected = Rows.atMost(model, key, Long.MAX_VALUE, Long.MAX_VALUE, stamp);
        } else {
            step = "seekAtMost " + place;
            cursor.seekAtMost(key, revision, ordinal, stamp);
            expected = Rows.atMost(model, key, revision, ordinal, stamp);
        }
    }

    private void compare() {
        Map.Entry<Rows.Place, Rows.Row> entry = expected;
        if (entry == null) {
            Assertions.assertThat(cursor.valid()).as(step).isFalse();
            return;
        }
        Assertions.assertThat(cursor.valid()).as(step).isTrue();
        Rows.Row found = Rows.at(cursor);
        if (!Rows.same(found, entry.getValue())) {
            throw new AssertionError(step + ": stands on " + found + " instead of " + entry.getValue());
        }
        Assertions.assertThat(cursor.key()).as(step).isSameAs(cursor.key());
    }
}
