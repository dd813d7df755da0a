package dev.longboat.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// What one batch of a [Sweep] did. Immutable.
///
/// @param keys how many keys it changed
/// @param revision of the change, or the newest when nothing changed
/// @param rest what is left of the range; nothing when it is done
public record SweptBatch(long keys, long revision, Optional<KeyRange> rest) {
    /// The most keys of a batch.
    public static final int KEYS_MAX = 1024;

    /// A batch ends early when its keys have so many bytes.
    private static final long KEY_BYTES_MAX = 1 << 20;

    /// The next keys of a range, and what is behind them.
    private record Batch(List<Key> keys, Optional<KeyRange> rest) {
        static Batch of(Snapshot snapshot, KeyRange range, int keysMax) {
            List<Key> keys = new ArrayList<>();
            long bytes = 0;
            try (RangeCursor cursor = snapshot.keys(range, Order.ASCENDING)) {
                while (cursor.next()) {
                    if (keys.size() == keysMax || bytes >= KEY_BYTES_MAX) {
                        return new Batch(keys, Optional.of(range.after(keys.getLast())));
                    }
                    Key key = cursor.current().key();
                    keys.add(key);
                    bytes += key.length();
                }
            }
            return new Batch(keys, Optional.empty());
        }
    }

    /// Sweeps the first keys of a range. Gathering them may block on disk; the commit does not.
    static CompletableFuture<SweptBatch> sweep(Store store, KeyRange range, Sweep sweep, int keysMax) {
        Batch batch;
        try (Snapshot now = store.snapshot()) {
            batch = Batch.of(now, range, Math.min(keysMax, KEYS_MAX));
        }
        if (batch.keys().isEmpty()) {
            return CompletableFuture.completedFuture(new SweptBatch(0, store.revision(), Optional.empty()));
        }
        Operation[] steps =
                batch.keys().stream().map(key -> sweep.on(KeyRange.only(key))).toArray(Operation[]::new);
        return store.commitAsync(Transaction.of(steps))
                .thenApply(commit -> new SweptBatch(changed(commit.results()), commit.revision(), batch.rest()));
    }

    /// What [#sweep] would do.
    static SweptBatch foresee(Store store, KeyRange range, Sweep sweep, int keysMax) {
        try (Snapshot now = store.snapshot()) {
            if (sweep instanceof Sweep.Before(long before) && before > now.revision()) {
                throw RevisionException.future(before, now.revision());
            }
            Batch batch = Batch.of(now, range, Math.min(keysMax, KEYS_MAX));
            long keys =
                    batch.keys().stream().filter(key -> now.isSwept(key, sweep)).count();
            return new SweptBatch(keys, now.revision(), batch.rest());
        }
    }

    private static long changed(List<OperationResult> results) {
        return results.stream()
                .filter(result -> switch (result) {
                    case OperationResult.Deleted deleted -> !deleted.previous().isEmpty();
                    case OperationResult.Removed removed -> !removed.previous().isEmpty();
                    default -> false;
                })
                .count();
    }
}
