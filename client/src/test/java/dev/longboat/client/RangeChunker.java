package dev.longboat.client;

import com.google.protobuf.ByteString;
import dev.longboat.client.MemoryStore.Version;
import dev.longboat.proto.v1.KeyValue;
import dev.longboat.proto.v1.RangeChunk;
import dev.longboat.proto.v1.RangeEnd;
import dev.longboat.proto.v1.RangeRequest;
import dev.longboat.proto.v1.ReadView;
import java.util.ArrayList;
import java.util.List;

/// Cuts the answer of a range into chunks, and large values over several. Confined to its call.
final class RangeChunker {
    private final MemoryStore store;
    private final int chunkBytes;
    private final List<RangeChunk> chunks = new ArrayList<>();
    private RangeChunk.Builder chunk = RangeChunk.newBuilder();
    private int room;

    RangeChunker(MemoryStore store, int chunkBytes) {
        this.store = store;
        this.chunkBytes = chunkBytes;
        this.room = chunkBytes;
    }

    List<RangeChunk> chunks(RangeRequest request) {
        long revision = request.getView().getRevision() == 0
                ? store.revision()
                : request.getView().getRevision();
        chunk.setRevision(revision);
        List<Version> found = select(request, revision);
        long limit = request.getLimit() == 0 ? found.size() : Math.min(found.size(), request.getLimit());
        if (!request.getCountOnly()) {
            found.stream().limit(limit).forEach(version -> add(MemoryDoor.pair(version, isOmitted(request, version))));
        }
        chunk.setEnd(RangeEnd.newBuilder()
                .setRevision(revision)
                .setCount(request.getCountOnly() ? found.size() : limit)
                .setMore(!request.getCountOnly() && limit < found.size()));
        chunks.add(chunk.build());
        return chunks;
    }

    private static boolean isOmitted(RangeRequest request, Version version) {
        return request.getKeysOnly()
                || (request.hasInlineBytesMax() && version.clocks().getValueBytes() > request.getInlineBytesMax());
    }

    private List<Version> select(RangeRequest request, long revision) {
        ReadView view = request.getView().toBuilder().setRevision(revision).build();
        if (request.hasPrefix()) {
            ByteString prefix = request.getPrefix();
            return store.range(prefix, ByteString.EMPTY, view, request.getReverse()).stream()
                    .filter(version -> version.clocks().getKey().startsWith(prefix))
                    .toList();
        }
        return store.range(request.getRange().getFrom(), request.getRange().getTo(), view, request.getReverse());
    }

    private void add(KeyValue pair) {
        if (room <= 0) {
            next();
        }
        ByteString value = pair.getValue();
        int first = Math.min(value.size(), Math.max(0, room));
        chunk.addPairs(pair.toBuilder().setValue(value.substring(0, first)));
        room -= first + pair.getVersion().getKey().size();
        for (int from = first; from < value.size(); from += chunkBytes) {
            next();
            int end = Math.min(value.size(), from + chunkBytes);
            chunk.setValueContinued(value.substring(from, end));
            room -= end - from;
        }
    }

    private void next() {
        chunks.add(chunk.build());
        chunk = RangeChunk.newBuilder();
        room = chunkBytes;
    }
}
