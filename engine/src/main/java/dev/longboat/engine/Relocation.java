package dev.longboat.engine;

import dev.longboat.journal.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Moves values out of segments that are to go: many are read at once, neighbours together,
/// verified, and appended to the journal again as extents, in the order of their keys. Rows that
/// wait for their values' new places are handed on in order once these are durable. Confined to the
/// store-compaction thread.
final class Relocation {
    /// Rows that may wait at once, and the bytes of their keys.
    private static final int ROWS_MAX = 32 << 10;

    private static final long KEY_BYTES_MAX = 8 << 20;

    private final Set<Integer> victims;
    private final ValueReader values;
    private final Replicator replicator;
    private final Pace pace;
    private final long upload;
    private final int extentBytes;
    private final long batchBytes;

    private final List<Waiting> waiting = new ArrayList<>();
    private long waitingKeyBytes;
    private long waitingValueBytes;
    private int pieces;

    /// @param leaving where the value is that moves; empty when it stays
    private record Waiting(byte[] key, Change change, boolean shadows, Optional<Pointer> leaving) {}

    /// @param victims the segments that values leave
    /// @param upload of which the extents are pieces; of no value's
    /// @param batchBytes of values that are read at once, about
    Relocation(
            Set<Integer> victims,
            ValueReader values,
            Replicator replicator,
            Pace pace,
            long upload,
            int extentBytes,
            long batchBytes) {
        this.victims = victims;
        this.values = values;
        this.replicator = replicator;
        this.pace = pace;
        this.upload = upload;
        this.extentBytes = extentBytes;
        this.batchBytes = batchBytes;
    }

    /// Hands a row on, now or later, its value in no victim. A value longer than an extent stays:
    /// it was written when extents were longer.
    void row(byte[] key, Change change, boolean shadows, HistoryFilter.Sink sink) throws IOException {
        if (change instanceof Change.Put put
                && put.value() instanceof Stored.Scattered scattered
                && touches(scattered)) {
            flush(sink);
            sink.row(key, withValue(put, moved(scattered)), shadows);
            return;
        }
        Optional<Pointer> leaving = leaving(change);
        if (waiting.isEmpty() && leaving.isEmpty()) {
            sink.row(key, change, shadows);
            return;
        }
        waiting.add(new Waiting(key, change, shadows, leaving));
        waitingKeyBytes += key.length;
        waitingValueBytes += leaving.map(Pointer::length).orElse(0);
        if (waiting.size() >= ROWS_MAX || waitingKeyBytes >= KEY_BYTES_MAX || waitingValueBytes >= batchBytes) {
            flush(sink);
        }
    }

    /// Hands on all rows that wait, and has what was moved marked as durable: after this a table
    /// may refer to it.
    void finish(HistoryFilter.Sink sink) throws IOException {
        flush(sink);
        if (pieces > 0) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            replicator.propose(new Proposal.Cover(done));
            join(done);
        }
    }

    private Optional<Pointer> leaving(Change change) {
        return change instanceof Change.Put put
                        && bytesOf(put.value()) instanceof Stored.Framed(Pointer pointer)
                        && victims.contains(pointer.segment())
                        && pointer.length() <= extentBytes
                ? Optional.of(pointer)
                : Optional.empty();
    }

    /// Hands on all rows that wait.
    private void flush(HistoryFilter.Sink sink) throws IOException {
        Iterator<Pointer> places = moved(
                        waiting.stream().flatMap(row -> row.leaving().stream()).toList())
                .iterator();
        for (Waiting row : waiting) {
            Change change = row.change();
            if (row.leaving().isPresent() && change instanceof Change.Put put) {
                Stored.Framed moved = new Stored.Framed(places.next());
                change = withValue(
                        put, put.value() instanceof Stored.Compressed compressed ? compressed.at(moved) : moved);
            }
            sink.row(row.key(), change, row.shadows());
        }
        waiting.clear();
        waitingKeyBytes = 0;
        waitingValueBytes = 0;
    }

    /// Values move, as many together as an extent takes.
    ///
    /// @return where each lies now
    private List<Pointer> moved(List<Pointer> from) throws IOException {
        List<byte[]> read = values.readAllOnce(from);
        List<Pointer> places = new ArrayList<>(from.size());
        ByteBuffer gathered = ByteBuffer.allocate(from.isEmpty() ? 0 : extentBytes);
        while (places.size() < from.size()) {
            int first = places.size();
            int end = first;
            gathered.clear();
            while (end < from.size() && from.get(end).length() <= gathered.remaining()) {
                pace.spend(from.get(end).length());
                gathered.put(read.get(end));
                end++;
            }
            Pointer extent = append(gathered.flip());
            int at = 0;
            for (Pointer old : from.subList(first, end)) {
                places.add(within(extent, at, old));
                at += old.length();
            }
        }
        return places;
    }

    private boolean touches(Stored.Scattered scattered) {
        return !victims.isEmpty()
                && (victims.contains(scattered.map().segment())
                        || values.pieces(scattered).stream()
                                .anyMatch(piece ->
                                        victims.contains(piece.pointer().segment())));
    }

    /// The bytes that are the value, or that it was compressed to: they move as they are.
    private static Stored bytesOf(Stored value) {
        return value instanceof Stored.Compressed compressed ? compressed.bytes() : value;
    }

    /// A large value moves extent by extent, and its map after them.
    private Stored.Scattered moved(Stored.Scattered scattered) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (Piece piece : values.pieces(scattered)) {
            Pointer from = piece.pointer();
            if (victims.contains(from.segment())) {
                pace.spend(from.length());
                pieces.add(piece.at(append(ByteBuffer.wrap(values.readOnce(from)))));
            } else {
                pieces.add(piece);
            }
        }
        ByteBuffer map = ExtentMap.encode(pieces, scattered.compressed());
        return new Stored.Scattered(scattered.length(), append(map), scattered.compressed());
    }

    private Pointer append(ByteBuffer content) throws IOException {
        CompletableFuture<Pointer> done = new CompletableFuture<>();
        replicator.propose(new Proposal.Extent(upload, pieces++, content, true, done));
        return join(done);
    }

    /// Waits for what the store-journal thread does for the store-compaction thread.
    static <T> T join(CompletableFuture<T> done) throws IOException {
        try {
            return done.join();
        } catch (CompletionException e) {
            throw Failures.ofMove(e.getCause() == null ? e : e.getCause());
        }
    }

    private static Pointer within(Pointer extent, int at, Pointer old) {
        return new Pointer(extent.segment(), extent.generation(), extent.offset() + at, old.length(), old.crc32c());
    }

    private static Change.Put withValue(Change.Put put, Stored value) {
        return new Change.Put(put.at(), put.createRevision(), put.version(), put.lease(), value);
    }
}
