package dev.longboat.grpc;

import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Order;
import dev.longboat.engine.RangeCursor;
import dev.longboat.engine.Snapshot;
import dev.longboat.engine.Store;
import dev.longboat.proto.v1.RangeChunk;
import dev.longboat.proto.v1.RangeEnd;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The answer to a range, all at one revision, in chunks of about 256 KiB. Values that do not fit
/// the rest of a chunk go on in the next ones. Confined to one thread at a time.
final class RangeSource implements ReplySource {
    /// What a pair may need besides its key and value.
    private static final int PAIR_OVERHEAD_BYTES = 128;

    private final Store store;
    private final RangeQuery query;
    private final Runnable whenWhole;

    private @Nullable Snapshot snapshot;
    private @Nullable RangeCursor cursor;
    /// The rest of the value that the last chunk could not hold.
    private Iterator<byte[]> pieces = Collections.emptyIterator();

    private byte[] piece = new byte[0];
    private int pieceOffset;
    private long count;
    private boolean ended;

    /// @param whenWhole runs when the end of the answer has been made
    RangeSource(Store store, RangeQuery query, Runnable whenWhole) {
        this.store = store;
        this.query = query;
        this.whenWhole = whenWhole;
    }

    @Override
    public Optional<Reply> next() {
        if (ended) {
            return Optional.empty();
        }
        Snapshot pinned = snapshot;
        if (pinned == null) {
            pinned = store.snapshot(query.view());
            snapshot = pinned;
        }
        if (query.countOnly()) {
            count = pinned.count(query.keys());
            return Optional.of(Reply.of(revision(pinned), end(pinned, false)));
        }
        RangeCursor pairs = cursor;
        if (pairs == null) {
            Order order = query.reverse() ? Order.DESCENDING : Order.ASCENDING;
            pairs = query.keysOnly() ? pinned.keys(query.keys(), order) : pinned.range(query.keys(), order);
            cursor = pairs;
        }
        return Optional.of(chunk(pinned, pairs));
    }

    private Reply chunk(Snapshot pinned, RangeCursor pairs) {
        List<Reply.Part> parts = new ArrayList<>();
        if (count == 0) {
            parts.add(revision(pinned));
        }
        int room = Limits.CHUNK_BYTES;
        if (pieceLeft()) {
            Reply.Bytes continued = takePiece(RangeChunk.VALUE_CONTINUED_FIELD_NUMBER, room);
            parts.add(continued);
            room -= continued.length();
        }
        while (room > 0 && !pieceLeft()) {
            if (query.limit() > 0 && count == query.limit()) {
                parts.add(end(pinned, pairs.next()));
                return Reply.of(parts);
            }
            if (!pairs.next()) {
                parts.add(end(pinned, false));
                return Reply.of(parts);
            }
            count++;
            Reply pair = pair(pairs.current(), room);
            parts.add(new Reply.Nested(RangeChunk.PAIRS_FIELD_NUMBER, pair));
            room -= pair.bytes();
        }
        return Reply.of(parts);
    }

    /// A pair with all of its value, or as much as there is room for.
    private Reply pair(KeyValue pair, int room) {
        long valueBytes = pair.value().length();
        int free = Math.max(0, room - pair.key().length() - PAIR_OVERHEAD_BYTES);
        if (query.keysOnly() || valueBytes > query.inlineBytesMax() || valueBytes <= free) {
            return Replies.pair(pair, query.keysOnly(), query.inlineBytesMax());
        }
        pieces = pair.value().pieces().iterator();
        Reply.Fields head = new Reply.Fields(dev.longboat.proto.v1.KeyValue.newBuilder()
                .setVersion(Replies.version(pair.version()))
                .build());
        return free == 0 || !pieceLeft()
                ? Reply.of(head)
                : Reply.of(head, takePiece(dev.longboat.proto.v1.KeyValue.VALUE_FIELD_NUMBER, free));
    }

    private boolean pieceLeft() {
        while (pieceOffset == piece.length) {
            if (!pieces.hasNext()) {
                return false;
            }
            piece = pieces.next();
            pieceOffset = 0;
        }
        return true;
    }

    private Reply.Bytes takePiece(int field, int bytesMax) {
        int length = Math.min(bytesMax, piece.length - pieceOffset);
        Reply.Bytes taken = new Reply.Bytes(field, piece, pieceOffset, length);
        pieceOffset += length;
        return taken;
    }

    private static Reply.Part revision(Snapshot pinned) {
        return new Reply.Fields(
                RangeChunk.newBuilder().setRevision(pinned.revision()).build());
    }

    private Reply.Part end(Snapshot pinned, boolean more) {
        ended = true;
        whenWhole.run();
        return new Reply.Fields(RangeChunk.newBuilder()
                .setEnd(RangeEnd.newBuilder()
                        .setRevision(pinned.revision())
                        .setCount(count)
                        .setMore(more))
                .build());
    }

    @Override
    public void close() {
        ended = true;
        try (Snapshot _ = snapshot;
                RangeCursor _ = cursor) {
            pieces = Collections.emptyIterator();
        }
    }
}
