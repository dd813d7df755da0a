package dev.longboat.engine;

import dev.longboat.journal.Pointer;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The bytes of a version. Small values are often at hand; others are read from disk, verified,
/// when they are asked for, which may block. Readable until the store is closed.
///
/// Immutable.
public final class Value {
    private final Stored stored;
    private final ValueReader reader;

    Value(Stored stored, ValueReader reader) {
        this.stored = stored;
        this.reader = reader;
    }

    /// Its length in bytes.
    public long length() {
        return stored.length();
    }

    /// Whether reading it needs no disk.
    public boolean isLoaded() {
        return stored instanceof Stored.Inline;
    }

    /// The same value with its bytes at hand, when they are in memory.
    Value loadedIfCached() {
        return stored instanceof Stored.Framed framed
                ? reader.cached(framed.pointer()).map(this::loaded).orElse(this)
                : this;
    }

    /// Where its bytes lie, when bringing them takes one small read.
    Optional<Pointer> smallRead(int bytesMax) {
        return stored instanceof Stored.Framed framed && framed.length() <= bytesMax
                ? Optional.of(framed.pointer())
                : Optional.empty();
    }

    /// The same value with its bytes at hand.
    Value loaded(byte[] bytes) {
        return new Value(new Stored.Inline(bytes), reader);
    }

    /// All of its bytes. The array may be shared: the caller does not change it.
    ///
    /// @throws InvalidRequestException when it is longer than an array can be; use [#open()] or
    ///     [#pieces()]
    /// @throws CorruptionException when the bytes on disk are damaged
    public byte[] toBytes() {
        return switch (stored) {
            case Stored.Inline inline -> inline.bytes();
            case Stored.Framed framed -> reader.read(framed.pointer());
            case Stored.Scattered _, Stored.Uploaded _ -> gather();
        };
    }

    /// The bytes in order, in pieces of at most 1 MiB, each read when the iterator comes to it. The
    /// arrays may be shared: the caller does not change them.
    ///
    /// The iterator throws [CorruptionException] when the bytes on disk are damaged.
    public Iterable<byte[]> pieces() {
        return switch (stored) {
            case Stored.Inline inline -> List.of(inline.bytes());
            case Stored.Framed framed -> () -> new Pieces(reader, List.of(framed.pointer()));
            case Stored.Scattered scattered -> () -> new Pieces(reader, reader.extents(scattered));
            case Stored.Uploaded uploaded -> () -> new Pieces(reader, uploaded.extents());
        };
    }

    /// The bytes as a stream that reads ahead no more than 1 MiB. Its reads throw
    /// [CorruptionException] when the bytes on disk are damaged.
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
    private static final class Pieces implements Iterator<byte[]> {
        private final ValueReader reader;
        private final Iterator<Pointer> extents;

        Pieces(ValueReader reader, List<Pointer> extents) {
            this.reader = reader;
            this.extents = extents.iterator();
        }

        @Override
        public boolean hasNext() {
            return extents.hasNext();
        }

        @Override
        public byte[] next() {
            if (!extents.hasNext()) {
                throw new NoSuchElementException();
            }
            return reader.read(extents.next());
        }
    }
}
