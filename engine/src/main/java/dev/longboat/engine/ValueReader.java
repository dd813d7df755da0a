package dev.longboat.engine;

import dev.longboat.journal.Journal;
import dev.longboat.journal.Pointer;
import dev.longboat.table.SlabCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings the bytes behind pointers: from the cache of hot values, else from the journal, verified.
/// Safe for concurrent use.
final class ValueReader {
    private final SlabCache cache;
    private final int cachedBytesMax;
    private final Compressions compressions;

    /// Null until recovery has made the journal readable.
    private volatile @Nullable Journal journal;

    /// Null until recovery is done.
    private volatile @Nullable AppliedState state;

    private volatile boolean closed;

    /// @param cachedBytesMax the longest value that is worth a place in the cache
    ValueReader(SlabCache cache, int cachedBytesMax, Compressions compressions) {
        this.cache = cache;
        this.cachedBytesMax = cachedBytesMax;
        this.compressions = compressions;
    }

    /// From now on values are read from this journal, and looked for in this state when they have
    /// been moved.
    void attach(Journal readable, AppliedState rows) {
        journal = readable;
        state = rows;
    }

    /// Where the value of a version lies now; empty when there is no such version any more.
    Optional<Stored> whereNow(byte[] storedKey, long revision) {
        AppliedState rows = state;
        if (rows == null || closed) {
            throw new StoreClosedException("the store is closed");
        }
        TableSet set = rows.hold();
        try {
            return set.find(storedKey, revision)
                    .filter(change -> change.at().revision() == revision)
                    .flatMap(change -> change instanceof Change.Put put ? Optional.of(put.value()) : Optional.empty());
        } catch (IOException e) {
            throw Failures.ofRead(e);
        } finally {
            rows.release(set);
        }
    }

    /// The bytes, if they are in memory.
    Optional<byte[]> cached(Pointer pointer) {
        if (pointer.length() > cachedBytesMax) {
            return Optional.empty();
        }
        return cache.get(owner(pointer), pointer.offset());
    }

    /// The bytes, wherever they are; verified when they come from disk.
    byte[] read(Pointer pointer) {
        Optional<byte[]> hot = cached(pointer);
        if (hot.isPresent()) {
            return hot.get();
        }
        byte[] bytes = new byte[pointer.length()];
        try {
            journal().read(pointer, ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw failure(e);
        }
        remember(pointer, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /// The bytes, verified, for who passes by once: the cache stays as it is.
    byte[] readOnce(Pointer pointer) throws IOException {
        Optional<byte[]> hot = cached(pointer);
        if (hot.isPresent()) {
            return hot.get();
        }
        byte[] bytes = new byte[pointer.length()];
        journal().read(pointer, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /// Brings the bytes of many at once; those that lie together are read together.
    ///
    /// @return in the order of the pointers
    List<byte[]> readAll(List<Pointer> pointers) {
        try {
            return readAllOnce(pointers);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /// As [#readAll] and [#readOnce].
    List<byte[]> readAllOnce(List<Pointer> pointers) throws IOException {
        byte[][] found = new byte[pointers.size()][];
        List<Integer> cold = new ArrayList<>();
        for (int i = 0; i < pointers.size(); i++) {
            Optional<byte[]> hot = cached(pointers.get(i));
            if (hot.isPresent()) {
                found[i] = hot.get();
            } else {
                cold.add(i);
            }
        }
        List<byte[]> read = journal().readAll(cold.stream().map(pointers::get).toList());
        for (int i = 0; i < cold.size(); i++) {
            found[cold.get(i)] = read.get(i);
        }
        return List.of(found);
    }

    /// From now on what is not in memory is refused: the store is closed.
    void close() {
        closed = true;
    }

    private StoreException failure(IOException e) {
        return closed ? new StoreClosedException("the store is closed") : Failures.ofRead(e);
    }

    private Journal journal() throws IOException {
        Journal source = journal;
        if (source == null) {
            throw new IOException("values cannot be read before the journal is open");
        }
        return source;
    }

    /// Puts bytes that were just written, or read, where the next reader finds them.
    void remember(Pointer pointer, ByteBuffer bytes) {
        if (pointer.length() <= cachedBytesMax) {
            cache.put(owner(pointer), pointer.offset(), bytes);
        }
    }

    /// The value, or the piece of one, that a compression wrote as `bytes`.
    byte[] decompress(int by, byte[] bytes, int length) {
        return compressions.decompress(by, bytes, length);
    }

    /// The pieces of a large value, in order.
    List<Piece> pieces(Stored.Scattered scattered) {
        ByteBuffer map = ByteBuffer.wrap(read(scattered.map()));
        try {
            return ExtentMap.decode(map, scattered.length(), scattered.compressed());
        } catch (IllegalArgumentException e) {
            throw new CorruptionException("the map of a large value: " + e.getMessage(), e);
        }
    }

    private static long owner(Pointer pointer) {
        return (long) pointer.generation() << 32 | Integer.toUnsignedLong(pointer.segment());
    }
}
