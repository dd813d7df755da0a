package dev.longboat.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.longboat.journal.Pointer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Brings a large value into the store piece by piece, in bounded memory. Nothing is visible, and
/// after a crash nothing was there, until a transaction puts what [#finish()] gives. Close it only
/// after that: the space of an upload that is closed may be given back, and then the transaction is
/// refused.
///
/// ```java
/// try (Upload upload = store.upload()) {
///     for (ByteBuffer piece : pieces) {
///         upload.append(piece).join();
///     }
///     store.commit(Transaction.of(new Operation.Put(key, upload.finish().join())));
/// }
/// ```
///
/// Safe for concurrent use, though pieces take their places in the order of the calls.
public final class Upload implements AutoCloseable {
    private final Replicator replicator;
    private final SegmentPins.Range pinned;
    private final long id;
    private final int pieceBytesMax;
    private final Compressor compressor;

    @GuardedBy("this")
    private final List<CompletableFuture<Piece>> pieces = new ArrayList<>();

    @GuardedBy("this")
    private long length;

    /// Whether nothing can be appended any more.
    @GuardedBy("this")
    private boolean ended;

    /// @param pinned the segments in which the pieces will lie, owned from now on
    Upload(Replicator replicator, SegmentPins.Range pinned, long id, int pieceBytesMax, Compressor compressor) {
        this.replicator = replicator;
        this.pinned = pinned;
        this.id = id;
        this.pieceBytesMax = pieceBytesMax;
        this.compressor = compressor;
    }

    /// Adds the remaining bytes of `piece` to the value. The buffer is handed over until the future
    /// completes, which it does when the piece is durable. A piece longer than the store's extents
    /// is split. Where the store compresses values, the calling thread compresses it, piece by
    /// piece.
    ///
    /// @return completes exceptionally with a [StoreException]; then the upload cannot be finished
    public CompletableFuture<Void> append(ByteBuffer piece) {
        List<CompletableFuture<Piece>> added = new ArrayList<>();
        ByteBuffer rest = piece.duplicate();
        while (rest.hasRemaining()) {
            ByteBuffer content = rest.slice(rest.position(), Math.min(rest.remaining(), pieceBytesMax));
            rest.position(rest.position() + content.remaining());
            added.add(appendOne(compressor.compress(content)));
        }
        return CompletableFuture.allOf(added.toArray(CompletableFuture[]::new));
    }

    private synchronized CompletableFuture<Piece> appendOne(Compressor.Content content) {
        if (ended) {
            return CompletableFuture.failedFuture(new StoreClosedException("the upload has ended"));
        }
        CompletableFuture<Pointer> done = new CompletableFuture<>();
        CompletableFuture<Piece> piece = done.thenApply(pointer -> new Piece(pointer, content.by(), content.length()));
        Proposal.Extent extent = new Proposal.Extent(id, pieces.size(), content.stored(), false, done);
        pieces.add(piece);
        length += content.length();
        replicator.propose(extent);
        return piece;
    }

    /// The value, once every piece is durable. Nothing can be appended after this call.
    public synchronized CompletableFuture<NewValue> finish() {
        if (ended) {
            return CompletableFuture.failedFuture(new StoreClosedException("the upload has ended"));
        }
        ended = true;
        long total = length;
        List<CompletableFuture<Piece>> all = List.copyOf(pieces);
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(_ -> new NewValue.Uploaded(
                        total, all.stream().map(CompletableFuture::join).toList()));
    }

    /// Ends the upload. What no transaction has put is garbage from now on.
    @Override
    public void close() {
        synchronized (this) {
            ended = true;
        }
        pinned.close();
    }
}
