package dev.longboat.classic;

import dev.longboat.engine.KeyRange;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Order;
import dev.longboat.engine.RangeCursor;
import dev.longboat.engine.Snapshot;
import dev.longboat.engine.Store;
import dev.longboat.engine.View;
import dev.longboat.grpc.Reply;
import dev.longboat.grpc.ReplySource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// System C's range: every key of the range at one moment, with its newest version within a bound;
/// a key that exists and has none is listed all the same. Confined to one thread at a time.
final class ProjectRange implements ReplySource {
    private final Store store;
    private final KeyRange range;
    private final View.Bound bound;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private @Nullable Walk withinBound;
    private @Nullable Walk existing;

    /// @param bound [View.Bound#NONE] for the newest versions
    ProjectRange(Store store, KeyRange range, View.Bound bound) {
        this.store = store;
        this.range = range;
        this.bound = bound;
    }

    @Override
    public Optional<Reply> next() {
        if (withinBound == null) {
            open();
        }
        Optional<KeyValue> version = head(withinBound);
        Optional<KeyValue> key = head(existing);
        if (version.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        int order = version.isEmpty()
                ? 1
                : key.isEmpty() ? -1 : version.get().key().compareTo(key.get().key());
        if (order <= 0) {
            advance(withinBound);
        }
        if (order >= 0) {
            advance(existing);
        }
        return Optional.of(
                order <= 0
                        ? ProjectReplies.of(version.get())
                        : ProjectReplies.blank(key.get().key()));
    }

    private void open() {
        Snapshot within = pinned(store.snapshot(View.NEWEST.within(bound)));
        withinBound = new Walk(pinned(within.range(range, Order.ASCENDING)));
        if (!bound.equals(View.Bound.NONE)) {
            Snapshot now = pinned(store.snapshot(View.at(within.revision())));
            existing = new Walk(pinned(now.keys(range, Order.ASCENDING)));
        }
    }

    private <T extends AutoCloseable> T pinned(T resource) {
        opened.push(resource);
        return resource;
    }

    private static Optional<KeyValue> head(@Nullable Walk walk) {
        return walk == null ? Optional.empty() : walk.head;
    }

    private static void advance(@Nullable Walk walk) {
        if (walk != null) {
            walk.advance();
        }
    }

    @Override
    public void close() {
        for (AutoCloseable resource : opened) {
            switch (resource) {
                case RangeCursor cursor -> cursor.close();
                case Snapshot snapshot -> snapshot.close();
                default -> throw new IllegalStateException("unknown: " + resource);
            }
        }
        opened.clear();
    }

    /// A cursor and what it stands on.
    private static final class Walk {
        private final RangeCursor cursor;
        private Optional<KeyValue> head = Optional.empty();

        Walk(RangeCursor cursor) {
            this.cursor = cursor;
            advance();
        }

        void advance() {
            head = cursor.next() ? Optional.of(cursor.current()) : Optional.empty();
        }
    }
}
