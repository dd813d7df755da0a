package dev.longboat.classic;

import dev.longboat.engine.KeyRange;
import dev.longboat.engine.Order;
import dev.longboat.engine.RangeCursor;
import dev.longboat.engine.Snapshot;
import dev.longboat.engine.Store;
import dev.longboat.engine.View;
import dev.longboat.grpc.Reply;
import dev.longboat.grpc.ReplySource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// System D's snapshot: of each key the version that a view sees, all at one moment; one blank
/// answer when that is nothing. Confined to one thread at a time.
final class KvsSnapshot implements ReplySource {
    private final Store store;
    private final View view;
    private @Nullable Snapshot moment;
    private @Nullable RangeCursor cursor;
    private boolean begun;

    KvsSnapshot(Store store, View view) {
        this.store = store;
        this.view = view;
    }

    @Override
    public Optional<Reply> next() {
        RangeCursor keys = cursor();
        if (keys.next()) {
            begun = true;
            return Optional.of(KvsReplies.of(keys.current()));
        }
        boolean nothing = !begun;
        begun = true;
        return nothing ? Optional.of(KvsReplies.blank()) : Optional.empty();
    }

    private RangeCursor cursor() {
        RangeCursor opened = cursor;
        if (opened == null) {
            Snapshot now = store.snapshot(view);
            moment = now;
            opened = now.range(KeyRange.all(), Order.ASCENDING);
            cursor = opened;
        }
        return opened;
    }

    @Override
    public void close() {
        try (Snapshot _ = moment;
                RangeCursor _ = cursor) {
            begun = true;
        }
    }
}
