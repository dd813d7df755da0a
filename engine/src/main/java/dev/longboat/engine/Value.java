package dev.longboat.engine;

import dev.longboat.journal.Pointer;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/// The bytes of a version. Small values are often at hand; others are read from disk, verified,
/// when they are asked for, which may block. Readable until the store is closed or, unless a
/// [Snapshot] that sees it is open, until the version is removed or falls behind the horizon.
///
/// Immutable.
public final class Value {
    private static final byte[] NO_KEY = {};

    private final Stored stored;
    private final ValueReader reader;

    /// Whose version it is, so that it is found again when its bytes have been moved.
    private final byte[] storedKey;

    private final long revision;

    /// What keeps the bytes where they are, if anything does.
    @SuppressWarnings({"unused", "FieldCanBeLocal"}) // reached, never read
    private final Optional<Object> pin;

    private Value(Stored stored, ValueReader reader, byte[] storedKey, long revision, Optional<Object> pin) {
        this.stored = stored;
        this.reader = reader;
        this.storedKey = storedKey;
        this.revision = revision;
        this.pin = pin;
    }

    Value(Stored stored, ValueReader reader, byte[] storedKey, long revision) {
        this(stored, reader, storedKey, revision, Optional.empty());
    }

    /// A value that no row holds yet.
    Value(Stored stored, ValueReader reader) {
        this(stored, reader, NO_KEY, 0);
    }

    /// Its length in bytes.
    public long length() {
        return stored.length();
    }

    /// Whether reading it needs no disk.
    public boolean isLoaded() {
        return bytesOf(stored) instanceof Stored.Inline;
    }

    /// The segments in which its bytes lie.
    Set<Integer> segments() {
        Set<Integer> segments = new HashSet<>();
        if (stored instanceof Stored.Scattered scattered) {
            segments.add(scattered.map().segment());
        }
        piecesOf(stored).forEach(piece -> segments.add(piece.pointer().segment()));
        return segments;
    }

    /// The same value, which keeps what pins its bytes reachable.
    Value pinned(Object by) {
        return new Value(stored, reader, storedKey, revision, Optional.of(by));
    }

    /// The same value with its bytes at hand, when they are in memory.
    Value loadedIfCached() {
        return bytesOf(stored) instanceof Stored.Framed framed
                ? reader.cached(framed.pointer()).map(this::loaded).orElse(this)
                : this;
    }

    /// Where its bytes lie, when bringing them takes one small read.
    Optional<Pointer> smallRead(int bytesMax) {
        return bytesOf(stored) instanceof Stored.Framed framed && framed.length() <= bytesMax
                ? Optional.of(framed.pointer())
                : Optional.empty();
    }

    /// The same value with its bytes at hand: those that lie where [#smallRead] says.
    Value loaded(byte[] bytes) {
        Stored.Inline inline = new Stored.Inline(bytes);
        Stored now = stored instanceof Stored.Compressed compressed ? compressed.at(inline) : inline;
        return new Value(now, reader, storedKey, revision);
    }

    /// The bytes that are the value, or that it was compressed to.
    private static Stored bytesOf(Stored where) {
        return where instanceof Stored.Compressed compressed ? compressed.bytes() : where;
    }

    /// All of its bytes. The array may be shared: the caller does not change it.
    ///
    /// @throws InvalidRequestException when it is longer than an array can be; use [#open()] or
    ///     [#pieces()]
    /// @throws CorruptionException when the bytes on disk are damaged
    /// @throws CompressionException when its compression is not on the class path
    /// @throws RevisionException when the version has been removed meanwhile
    public byte[] toBytes() {
        return switch (stored) {
            case Stored.Inline inline -> inline.bytes();
            case Stored.Framed framed -> read(framed.pointer(), 0);
            case Stored.Compressed compressed -> decompress(compressed);
            case Stored.Scattered _, Stored.Uploaded _ -> gather();
        };
    }

    private byte[] decompress(Stored.Compressed compressed) {
        byte[] bytes = compressed.bytes() instanceof Stored.Inline inline
                ? inline.bytes()
                : read(((Stored.Framed) compressed.bytes()).pointer(), 0);
        return reader.decompress(compressed.by(), bytes, (int) compressed.length());
    }

    /// The bytes in order, in pieces of at most 1 MiB, each read when the iterator comes to it. The
    /// arrays may be shared: the caller does not change them.
    ///
    /// The iterator throws [CorruptionException] when the bytes on disk are damaged,
    /// [CompressionException] when they were compressed by what is not on the class path, and
    /// [RevisionException] when the version has been removed meanwhile.
    public Iterable<byte[]> pieces() {
        return isLoaded() ? () -> List.of(toBytes()).iterator() : () -> new Pieces(piecesOf(stored));
    }

    /// Those of its pieces that are not at hand.
    private List<Piece> piecesOf(Stored where) {
        return switch (where) {
            case Stored.Inline _ -> List.of();
            case Stored.Framed framed -> List.of(Piece.of(framed.pointer()));
            case Stored.Compressed(int by, long length, Stored.Framed(Pointer pointer)) ->
                List.of(new Piece(pointer, by, (int) length));
            case Stored.Compressed _ -> List.of();
            case Stored.Scattered scattered -> {
                try {
                    yield reader.pieces(scattered);
                } catch (CorruptionException e) {
                    yield piecesOf(movedFrom(where, e));
                }
            }
            case Stored.Uploaded uploaded -> uploaded.pieces();
        };
    }

    /// The bytes at `pointer`, which is piece `number` of the value; from where they are now, if
    /// they have been moved.
    private byte[] read(Pointer pointer, int number) {
        try {
            return reader.read(pointer);
        } catch (CorruptionException e) {
            return reader.read(piecesOf(movedFrom(stored, e)).get(number).pointer());
        }
    }

    /// Where the value lies now.
    ///
    /// @throws CorruptionException the one given, when that is where it was
    private Stored movedFrom(Stored before, CorruptionException e) {
        if (storedKey.length == 0) {
            throw e;
        }
        Stored now = reader.whereNow(storedKey, revision).orElseThrow(() -> RevisionException.removed(revision));
        if (now.equals(before)) {
            throw e;
        }
        return now;
    }

    /// The bytes as a stream that reads ahead no more than 1 MiB. Its reads throw
    /// what those of [#pieces()] throw.
    public InputStream open() {
        return new ValueStream(pieces().iterator());
    }

    private byte[] gather() {
        if (length() > Integer.MAX_VALUE - 8) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.VALUE_TOO_LARGE,
                    "a value of " + length() + " bytes does not fit an array, stream it");
        }
        ByteBuffer all = ByteBuffer.allocate((int) length());
        pieces().forEach(all::put);
        return all.array();
    }

    @Override
    public String toString() {
        return length() + " bytes" + (isLoaded() ? "" : " on disk");
    }

    /// Reads one extent after another. Confined to one thread at a time.
    private final class Pieces implements Iterator<byte[]> {
        private final List<Piece> pieces;
        private int next;

        Pieces(List<Piece> pieces) {
            this.pieces = pieces;
        }

        @Override
        public boolean hasNext() {
            return next < pieces.size();
        }

        @Override
        public byte[] next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Piece piece = pieces.get(next);
            byte[] bytes = read(piece.pointer(), next);
            next++;
            return piece.by() == 0 ? bytes : reader.decompress(piece.by(), bytes, piece.length());
        }
    }
}
