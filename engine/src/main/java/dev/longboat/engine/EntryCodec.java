package dev.longboat.engine;

import dev.longboat.journal.Pointer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// The payload of an entry: what a batch of transactions does, as effects. Little-endian.
///
/// ```
///      0         1         4                8                16               24
///     +---------+---------+----------------+----------------+----------------+-- ... --+
///     | version | zero    | transactions   | base revision  | commit time    | effects |
///     +---------+---------+----------------+----------------+----------------+-- ... --+
///
/// behind the last transaction, in version 2: the revision that becomes the horizon
///
/// a transaction: count of effects · effects; it is revision base + 1 + its place in the entry
/// an effect:     kind u8 · keyspace u8 · length · key · keys + 1 · ordinal · stamp
///                · previousRevision · removalRevision, then
///   put 1        createRevision · version · lease · where u8
///                  bytes 0   length · bytes
///                  extents 2 length of the value · bytes of the map · map
///                  compressed bytes 3    by u8 · length of the value · length · bytes
///                  compressed extents 5  as 2, some pieces compressed; see [ExtentMap]
///   delete 2
///   removal 3    from · to
/// ```
///
/// An entry that trims nothing is of version 1. Numbers without a width are varints. An effect's
/// subIndex is its place in the transaction. `keys` is how the number of existing keys changes, -1
/// to 1. What is done to leases stands behind the other effects of its transaction, with the rows'
/// own keys and payloads; see [LeaseRows]. Immutable; holds no state.
final class EntryCodec {
    static final int VERSION_MAX = 2;
    static final int HEAD_BYTES = 24;

    /// Of an effect without its key and its value.
    private static final long EFFECT_BYTES_MAX = 4 + 11L * Varint.BYTES_MAX;

    private static final int VERSION_OFFSET = 0;
    private static final int COUNT_OFFSET = 4;
    private static final int BASE_REVISION_OFFSET = 8;
    private static final int COMMIT_TIME_OFFSET = 16;

    private static final int BYTES = RowCodec.INLINE;
    private static final int EXTENTS = RowCodec.SCATTERED;
    private static final int COMPRESSED_BYTES = RowCodec.COMPRESSED_INLINE;
    private static final int COMPRESSED_EXTENTS = RowCodec.COMPRESSED_SCATTERED;

    private EntryCodec() {}

    /// What an entry says of itself.
    ///
    /// @param transactions that changed something, each with a revision of its own
    /// @param baseRevision the store's revision that the entry builds on
    /// @param commitTime milliseconds since the epoch; never decreases from entry to entry
    record Head(int transactions, long baseRevision, long commitTime) {}

    /// Takes what an entry holds, in order.
    interface Sink {
        /// A change with its value's bytes wherever the decoder found them.
        void change(byte[] storedKey, Change change, int keysDelta);

        /// From this entry on the revision is the oldest that can be read, unless a higher one is.
        default void trimmed(long revision) {}
    }

    /// The most bytes that a horizon takes.
    static final int HORIZON_BYTES_MAX = Varint.BYTES_MAX;

    /// The most bytes that the end of a key takes.
    static long deleteBytesMax(Key key) {
        return EFFECT_BYTES_MAX + key.length();
    }

    /// The most bytes that these effects take.
    static long bytesMax(List<Effect> effects) {
        long bytes = Varint.BYTES_MAX;
        for (Effect effect : effects) {
            bytes += EFFECT_BYTES_MAX + effect.keyBytes().length;
            if (effect instanceof Effect.Put put) {
                bytes += switch (put.value()) {
                    case NewValue.Bytes value -> value.length();
                    case NewValue.Uploaded value -> ExtentMap.bytes(value.pieces(), value.isCompressed());
                    case NewValue.Compressed value -> value.bytes().length;
                };
            }
        }
        return bytes;
    }

    /// @param horizon 0 when the entry trims nothing
    static void encode(
            ByteBuffer target, long baseRevision, long commitTime, List<List<Effect>> transactions, long horizon) {
        int start = target.position();
        target.put(start + VERSION_OFFSET, (byte) (horizon == 0 ? 1 : 2));
        for (int i = 1; i < COUNT_OFFSET; i++) {
            target.put(start + i, (byte) 0);
        }
        target.putInt(start + COUNT_OFFSET, transactions.size());
        target.putLong(start + BASE_REVISION_OFFSET, baseRevision);
        target.putLong(start + COMMIT_TIME_OFFSET, commitTime);
        target.position(start + HEAD_BYTES);
        for (List<Effect> effects : transactions) {
            Varint.put(target, effects.size());
            for (Effect effect : effects) {
                encode(target, effect);
            }
        }
        if (horizon != 0) {
            Varint.put(target, horizon);
        }
    }

    private static void encode(ByteBuffer target, Effect effect) {
        switch (effect) {
            case Effect.Put put -> {
                begin(target, RowCodec.PUT, put);
                Varint.put(target, put.createRevision());
                Varint.put(target, put.version());
                Varint.put(target, put.lease());
                encode(target, put.value());
            }
            case Effect.Grant grant -> {
                begin(target, RowCodec.PUT, grant);
                Varint.put(target, grant.at().revision());
                Varint.put(target, 1);
                Varint.put(target, grant.lease().ttlMillis());
                encode(target, NewValue.of(new byte[0]));
            }
            case Effect.Delete _, Effect.Attach _, Effect.End _ -> begin(target, RowCodec.DELETE, effect);
            case Effect.Removal removal -> {
                begin(target, RowCodec.REMOVAL, removal);
                Varint.put(target, removal.from());
                Varint.put(target, removal.to());
            }
        }
    }

    private static void begin(ByteBuffer target, int kind, Effect effect) {
        target.put((byte) kind);
        target.put(effect.keyspace());
        byte[] key = effect.keyBytes();
        Varint.put(target, key.length);
        target.put(key);
        Varint.put(target, effect.keysDelta() + 1L);
        Varint.put(target, effect.at().ordinal());
        Varint.put(target, effect.at().stamp());
        Varint.put(target, effect.at().previousRevision());
        Varint.put(target, effect.at().removalRevision());
    }

    private static void encode(ByteBuffer target, NewValue value) {
        switch (value) {
            case NewValue.Bytes bytes -> {
                target.put((byte) BYTES);
                Varint.put(target, bytes.length());
                target.put(bytes.bytes());
            }
            case NewValue.Uploaded uploaded -> {
                boolean compressed = uploaded.isCompressed();
                target.put((byte) (compressed ? COMPRESSED_EXTENTS : EXTENTS));
                Varint.put(target, uploaded.length());
                Varint.put(target, ExtentMap.bytes(uploaded.pieces(), compressed));
                ExtentMap.encode(target, uploaded.pieces(), compressed);
            }
            case NewValue.Compressed compressed -> {
                target.put((byte) COMPRESSED_BYTES).put((byte) compressed.by());
                Varint.put(target, compressed.length());
                Varint.put(target, compressed.bytes().length);
                target.put(compressed.bytes());
            }
        }
    }

    /// @throws IllegalArgumentException when the payload is no entry that this build reads
    static Head head(ByteBuffer payload) {
        int start = payload.position();
        if (payload.remaining() < HEAD_BYTES) {
            throw new IllegalArgumentException("an entry of " + payload.remaining() + " bytes is cut off");
        }
        int version = payload.get(start + VERSION_OFFSET);
        if (version < 1 || version > VERSION_MAX) {
            throw new IllegalArgumentException(
                    "an entry of version " + version + ", this build reads 1 to " + VERSION_MAX);
        }
        return new Head(
                payload.getInt(start + COUNT_OFFSET),
                payload.getLong(start + BASE_REVISION_OFFSET),
                payload.getLong(start + COMMIT_TIME_OFFSET));
    }

    /// Decodes an entry.
    ///
    /// @param payload little-endian, from its start to its end
    /// @param places where a value goes: given the offset of its bytes in the payload, which is
    ///     left to the callee
    /// @throws IllegalArgumentException when the payload is no entry that this build reads
    static void decode(ByteBuffer payload, Places places, Sink sink) {
        Head head = head(payload);
        int start = payload.position();
        ByteBuffer source = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        source.position(start + HEAD_BYTES);
        try {
            for (int i = 0; i < head.transactions(); i++) {
                long count = Varint.take(source);
                for (int subIndex = 0; subIndex < count; subIndex++) {
                    effect(source, start, head.baseRevision() + 1 + i, subIndex, places, sink);
                }
            }
            if (payload.get(start + VERSION_OFFSET) > 1) {
                sink.trimmed(Varint.take(source));
            }
        } catch (BufferUnderflowException | ArithmeticException e) {
            throw new IllegalArgumentException("an entry of " + payload.remaining() + " bytes is cut off", e);
        }
        if (source.hasRemaining()) {
            throw new IllegalArgumentException(source.remaining() + " bytes stand behind an entry");
        }
    }

    /// Says where values of an entry lie, once it is on disk.
    interface Places {
        /// A value whose bytes stand in the entry.
        ///
        /// @param offset of the bytes in the payload
        /// @param bytes the value, or what it was compressed to
        Stored value(int offset, ByteBuffer bytes);

        /// The map of a large value.
        ///
        /// @param offset of the map in the payload
        /// @param length of the value
        /// @param compressed whether it tells how each piece is compressed
        /// @throws IllegalArgumentException when it may refuse a map that is none of such a value
        Pointer map(int offset, ByteBuffer map, long length, boolean compressed);
    }

    private static void effect(ByteBuffer source, int start, long revision, int subIndex, Places places, Sink sink) {
        int kind = source.get();
        byte keyspace = source.get();
        ByteBuffer key = slice(source, Varint.take(source));
        byte[] storedKey = new byte[key.remaining() + 1];
        storedKey[0] = keyspace;
        key.get(storedKey, 1, storedKey.length - 1);
        int keysDelta = Math.toIntExact(Varint.take(source)) - 1;
        long ordinal = Varint.take(source);
        long stamp = Varint.take(source);
        Moment at = new Moment(revision, subIndex, ordinal, stamp, Varint.take(source), Varint.take(source));
        Change change = switch (kind) {
            case RowCodec.PUT ->
                new Change.Put(
                        at,
                        Varint.take(source),
                        Varint.take(source),
                        Varint.take(source),
                        stored(source, start, places));
            case RowCodec.DELETE -> new Change.Delete(at);
            case RowCodec.REMOVAL -> new Change.Removal(at, Varint.take(source), Varint.take(source));
            default -> throw new IllegalArgumentException("an effect of unknown kind " + kind);
        };
        sink.change(storedKey, change, keysDelta);
    }

    private static Stored stored(ByteBuffer source, int start, Places places) {
        int where = source.get();
        return switch (where) {
            case BYTES -> bytes(source, start, places);
            case COMPRESSED_BYTES ->
                new Stored.Compressed(
                        Byte.toUnsignedInt(source.get()), Varint.take(source), bytes(source, start, places));
            case EXTENTS, COMPRESSED_EXTENTS -> {
                boolean compressed = where == COMPRESSED_EXTENTS;
                long length = Varint.take(source);
                ByteBuffer map = slice(source, Varint.take(source));
                int offset = source.position() - map.remaining() - start;
                yield new Stored.Scattered(length, places.map(offset, map, length, compressed), compressed);
            }
            default -> throw new IllegalArgumentException("a value in unknown place " + where);
        };
    }

    private static Stored bytes(ByteBuffer source, int start, Places places) {
        ByteBuffer bytes = slice(source, Varint.take(source));
        return places.value(source.position() - bytes.remaining() - start, bytes);
    }

    /// The next bytes of the source, which moves behind them.
    private static ByteBuffer slice(ByteBuffer source, long length) {
        if (length < 0 || length > source.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer slice = source.slice(source.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        source.position(source.position() + (int) length);
        return slice;
    }
}
