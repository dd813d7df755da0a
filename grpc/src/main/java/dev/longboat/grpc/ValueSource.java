package dev.longboat.grpc;

import dev.longboat.engine.Key;
import dev.longboat.engine.KeyValue;
import dev.longboat.engine.Store;
import dev.longboat.engine.View;
import dev.longboat.proto.v1.GetRequest;
import dev.longboat.proto.v1.GetStreamHead;
import dev.longboat.proto.v1.GetStreamResponse;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;

/// One value of any size: a head, then its bytes in chunks. Confined to one thread at a time.
final class ValueSource implements ReplySource {
    private final Store store;
    private final DoorStatistics statistics;
    private final Key key;
    private final View view;
    private final boolean keysOnly;

    private boolean headMade;
    private Iterator<byte[]> pieces = Collections.emptyIterator();
    private byte[] piece = new byte[0];
    private int pieceOffset;

    ValueSource(Store store, DoorStatistics statistics, GetRequest request) {
        this.store = store;
        this.statistics = statistics;
        this.key = Keys.of(request.getKey());
        this.view = Numbers.view(request.getView());
        this.keysOnly = request.getKeysOnly();
    }

    @Override
    public Optional<Reply> next() {
        if (!headMade) {
            headMade = true;
            return Optional.of(head());
        }
        while (pieceOffset == piece.length) {
            if (!pieces.hasNext()) {
                return Optional.empty();
            }
            piece = pieces.next();
            pieceOffset = 0;
        }
        int length = Math.min(Limits.CHUNK_BYTES, piece.length - pieceOffset);
        Reply chunk = Reply.of(new Reply.Bytes(GetStreamResponse.CHUNK_FIELD_NUMBER, piece, pieceOffset, length));
        pieceOffset += length;
        return Optional.of(chunk);
    }

    private Reply head() {
        View at = view.revision() == 0 ? new View(store.revision(), view.bound()) : view;
        Optional<KeyValue> found = store.get(key, at);
        GetStreamHead.Builder head = GetStreamHead.newBuilder().setRevision(at.revision());
        found.ifPresent(pair -> head.setVersion(Replies.version(pair.version())));
        if (found.isPresent() && !keysOnly) {
            pieces = found.get().value().pieces().iterator();
        }
        statistics.gets().increment();
        return Reply.of(GetStreamResponse.newBuilder().setHead(head).build());
    }

    @Override
    public void close() {
        pieces = Collections.emptyIterator();
    }
}
