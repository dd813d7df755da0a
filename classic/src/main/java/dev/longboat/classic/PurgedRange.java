package dev.longboat.classic;

import dev.longboat.engine.Key;
import dev.longboat.engine.KeyRange;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Operation;
import dev.longboat.engine.Order;
import dev.longboat.engine.RangeCursor;
import dev.longboat.engine.Snapshot;
import dev.longboat.engine.Store;
import dev.longboat.grpc.Reply;
import dev.longboat.grpc.ReplySource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Purges the keys of a range in chunks, and answers what was newest of each (C7). A chunk is
/// purged when the answers of the one before have been taken. Confined to one thread at a time.
final class PurgedRange implements ReplySource {
    /// Keys of a chunk.
    static final int CHUNK_KEYS = 1_000;

    /// A chunk ends early when its keys have so many bytes.
    private static final int CHUNK_BYTES_MAX = 1 << 20;

    private final Store store;
    private final Removals removals;
    private final Runnable whenRemoved;
    private final byte[] to;
    private byte[] from;
    private @Nullable Removed chunk;
    private Iterator<KeyValue> answers = Collections.emptyIterator();
    private boolean last;

    /// @param to the end of the range, which is not in it
    /// @param whenRemoved runs once for each key
    PurgedRange(Store store, Removals removals, byte[] from, byte[] to, Runnable whenRemoved) {
        this.store = store;
        this.removals = removals;
        this.from = from.clone();
        this.to = to.clone();
        this.whenRemoved = whenRemoved;
    }

    @Override
    public Optional<Reply> next() {
        while (!answers.hasNext()) {
            if (last) {
                return Optional.empty();
            }
            purgeChunk();
        }
        return Optional.of(ProjectReplies.of(answers.next()));
    }

    private void purgeChunk() {
        close();
        List<Key> keys = nextKeys();
        if (keys.isEmpty()) {
            last = true;
            return;
        }
        byte[] lastKey = keys.getLast().toBytes();
        Removed removed = removals.removeNow(keys, key -> new Operation.Purge(KeyRange.only(key)));
        chunk = removed;
        answers = removed.found().values().iterator();
        removed.found().keySet().forEach(_ -> whenRemoved.run());
        from = Arrays.copyOf(lastKey, lastKey.length + 1);
    }

    private List<Key> nextKeys() {
        List<Key> keys = new ArrayList<>();
        int bytes = 0;
        try (Snapshot now = store.snapshot();
                RangeCursor cursor = now.keys(KeyRange.between(from, to), Order.ASCENDING)) {
            while (keys.size() < CHUNK_KEYS && bytes < CHUNK_BYTES_MAX && cursor.next()) {
                Key key = cursor.current().key();
                var _ = Texts.bytes(key);
                keys.add(key);
                bytes += key.length();
            }
        }
        return keys;
    }

    @Override
    public void close() {
        answers = Collections.emptyIterator();
        try (Removed _ = chunk) {
            chunk = null;
        }
    }
}
