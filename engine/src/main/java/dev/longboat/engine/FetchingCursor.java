package dev.longboat.engine;

import dev.longboat.journal.Pointer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A cursor that runs ahead of its reader and brings small values into memory together: values that
/// were written one after another lie together, and one read brings many. It runs further ahead the
/// longer it is read, so that a short look costs little. Confined to one thread at a time.
/// Lifetime: owns the cursor under it.
final class FetchingCursor implements RangeCursor {
    private static final int AHEAD_MIN = 4;
    private static final int AHEAD_MAX = 256;
    private static final int AHEAD_BYTES_MAX = 1 << 20;

    /// Longer values are read when they are asked for.
    private static final int VALUE_BYTES_MAX = 128 << 10;

    private final RangeCursor keys;
    private final ValueReader values;
    private final Deque<KeyValue> ahead = new ArrayDeque<>();
    private int aheadMax = AHEAD_MIN;
    private @Nullable KeyValue current;

    FetchingCursor(RangeCursor keys, ValueReader values) {
        this.keys = keys;
        this.values = values;
    }

    @Override
    public boolean next() {
        if (ahead.isEmpty()) {
            fetch();
        }
        current = ahead.pollFirst();
        return current != null;
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
        keys.close();
    }

    private void fetch() {
        List<KeyValue> found = new ArrayList<>(aheadMax);
        List<Integer> places = new ArrayList<>();
        List<Pointer> pointers = new ArrayList<>();
        long bytes = 0;
        while (found.size() < aheadMax && bytes < AHEAD_BYTES_MAX && keys.next()) {
            KeyValue pair = keys.current();
            Optional<Pointer> pointer = pair.value().smallRead(VALUE_BYTES_MAX);
            if (pointer.isPresent()) {
                places.add(found.size());
                pointers.add(pointer.get());
                bytes += pointer.get().length();
            }
            found.add(pair);
        }
        List<byte[]> read = values.readAll(pointers);
        for (int i = 0; i < places.size(); i++) {
            KeyValue pair = found.get(places.get(i));
            found.set(places.get(i), new KeyValue(pair.version(), pair.value().loaded(read.get(i))));
        }
        ahead.addAll(found);
        aheadMax = Math.min(AHEAD_MAX, 2 * aheadMax);
    }
}
