package dev.longboat.engine;

import dev.longboat.table.RowCursor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A [RangeCursor] over the rows of a table set. Confined to one thread at a time. Lifetime:
/// whoever made it holds the set until it is closed.
final class ScanCursor implements RangeCursor {
    /// How many rows of a key are stepped over before the next key is sought.
    private static final int STEPS_MAX = 8;

    private final RowCursor rows;
    private final VersionReader reader;
    private final ValueReader values;
    private final byte[] from;
    private final byte[] to;
    private final Order order;
    private byte @Nullable [] key;
    private @Nullable KeyValue current;
    private boolean ended;

    ScanCursor(RowCursor rows, VersionReader reader, ValueReader values, KeyRange range, Order order) {
        this.rows = rows;
        this.reader = reader;
        this.values = values;
        this.from = StoredKeys.of(range.fromArray());
        this.to = range.toArray().map(StoredKeys::of).orElseGet(StoredKeys::end);
        this.order = order;
    }

    @Override
    public boolean next() {
        try {
            Optional<Change.Put> found = Optional.empty();
            while (found.isEmpty() && !ended) {
                ended = !moveToKey();
                found = ended ? found : decide();
            }
            current = found.map(this::keyValue).orElse(null);
            return found.isPresent();
        } catch (IOException e) {
            throw Failures.ofRead(e);
        }
    }

    @Override
    public KeyValue current() {
        if (current == null) {
            throw new IllegalStateException("the cursor stands on no key");
        }
        return current;
    }

    @Override
    public void close() {
        rows.close();
    }

    /// Moves the rows to the next key in order that lies in the range.
    private boolean moveToKey() throws IOException {
        return switch (order) {
            case ASCENDING -> {
                if (key == null) {
                    rows.seek(from, Long.MAX_VALUE);
                } else {
                    skipRowsOf(key);
                }
                key = rows.valid() ? rows.key().clone() : null;
                yield key != null && Arrays.compareUnsigned(key, to) < 0;
            }
            case DESCENDING -> {
                rows.seekBefore(key == null ? to : key, Long.MAX_VALUE);
                key = rows.valid() ? rows.key().clone() : null;
                yield key != null && Arrays.compareUnsigned(key, from) >= 0;
            }
        };
    }

    private void skipRowsOf(byte[] past) throws IOException {
        for (int steps = 0; rows.valid() && Arrays.equals(rows.key(), past); steps++) {
            if (steps == STEPS_MAX) {
                rows.seek(Arrays.copyOf(past, past.length + 1), Long.MAX_VALUE);
                return;
            }
            rows.next();
        }
    }

    private Optional<Change.Put> decide() throws IOException {
        byte[] at = place();
        if (order == Order.DESCENDING || rows.revision() > reader.began()) {
            rows.seek(at, reader.began());
        }
        return reader.decide(rows, at);
    }

    private KeyValue keyValue(Change.Put put) {
        byte[] at = place();
        return new KeyValue(
                put.of(StoredKeys.key(at)),
                new Value(put.value(), values, at, put.at().revision()));
    }

    private byte[] place() {
        if (key == null) {
            throw new IllegalStateException("the cursor stands on no key");
        }
        return key;
    }
}
