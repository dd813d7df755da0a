package dev.longboat.engine;

import dev.longboat.journal.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Moves values out of segments that are to go: they are read, verified, and appended to the
/// journal again as extents, many small ones to each. Rows that wait for their values' new places
/// are handed on in order once these are durable. Confined to the store-compaction thread.
final class Relocation {
    /// Rows that may wait at once.
    private static final int ROWS_MAX = 4096;

    private final Set<Integer> victims;
    private final ValueReader values;
    private final Replicator replicator;
    private final Pace pace;
    private final long upload;
    private final int extentBytes;

    private final List<Waiting> waiting = new ArrayList<>();
    private final ByteBuffer gathered;
    private int pieces;

    /// A row whose value has been gathered, or that follows one.
    ///
    /// @param at where its value is among what was gathered; -1 when it stays where it is
    private record Waiting(byte[] key, Change change, boolean shadows, int at) {}

    /// @param victims the segments that values leave
    /// @param upload of which the extents are pieces; of no value's
    Relocation(
            Set<Integer> victims, ValueReader values, Replicator replicator, Pace pace, long upload, int extentBytes) {
        this.victims = victims;
        this.values = values;
        this.replicator = replicator;
        this.pace = pace;
        this.upload = upload;
        this.extentBytes = extentBytes;
        this.gathered = ByteBuffer.allocate(victims.isEmpty() ? 0 : extentBytes);
    }

    /// Hands a row on, now or later, its value in no victim. A value longer than an extent stays:
    /// it was written when extents were longer.
    void row(byte[] key, Change change, boolean shadows, HistoryFilter.Sink sink) throws IOException {
        if (change instanceof Change.Put put
                && bytesOf(put.value()) instanceof Stored.Framed framed
                && victims.contains(framed.pointer().segment())
                && framed.length() <= extentBytes) {
            gather(key, put, shadows, framed.pointer(), sink);
        } else if (change instanceof Change.Put put
                && put.value() instanceof Stored.Scattered scattered
                && touches(scattered)) {
            flush(sink);
            sink.row(key, withValue(put, moved(scattered)), shadows);
        } else if (waiting.isEmpty()) {
            sink.row(key, change, shadows);
        } else {
            add(new Waiting(key, change, shadows, -1), sink);
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

    /// Hands on all rows that wait.
    private void flush(HistoryFilter.Sink sink) throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        Pointer extent = append(gathered.flip());
        for (Waiting row : waiting) {
            Change change = row.change();
            if (row.at() >= 0
                    && change instanceof Change.Put put
                    && bytesOf(put.value()) instanceof Stored.Framed(Pointer old)) {
                Stored.Framed moved = new Stored.Framed(within(extent, row.at(), old));
                change = withValue(
                        put, put.value() instanceof Stored.Compressed compressed ? compressed.at(moved) : moved);
            }
            sink.row(row.key(), change, row.shadows());
        }
        waiting.clear();
        gathered.clear();
    }

    private void gather(byte[] key, Change.Put put, boolean shadows, Pointer from, HistoryFilter.Sink sink)
            throws IOException {
        if (from.length() > gathered.remaining()) {
            flush(sink);
        }
        int at = gathered.position();
        gathered.put(values.readOnce(from));
        pace.spend(from.length());
        add(new Waiting(key, put, shadows, at), sink);
    }

    private void add(Waiting row, HistoryFilter.Sink sink) throws IOException {
        waiting.add(row);
        if (waiting.size() >= ROWS_MAX) {
            flush(sink);
        }
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
