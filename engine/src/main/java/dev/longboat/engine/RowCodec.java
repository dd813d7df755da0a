package dev.longboat.engine;

import dev.longboat.journal.Pointer;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The payload of a row: a [Change] without its key, revision, ordinal and stamp, which are the
/// row's own columns.
///
/// ```
/// kind u8 · subIndex · previousRevision · removalRevision          (varints)
///   put      1   createRevision · version · lease · where u8
///                  inline 0     length · bytes
///                  framed 1     pointer (20 bytes)
///                  scattered 2  length · pointer (20 bytes)
///                  compressed 3 by u8 · length · bytes in the row: length · bytes
///                  compressed 4 by u8 · length · bytes in one piece: pointer (20 bytes)
///                  scattered 5  as 2, some pieces compressed; see [ExtentMap]
///   delete   2
///   removal  3   from · to
/// ```
///
/// The same bytes stand in memtables and in tables. Immutable; holds no state.
final class RowCodec {
    static final int PUT = 1;
    static final int DELETE = 2;
    static final int REMOVAL = 3;

    static final int INLINE = 0;
    static final int FRAMED = 1;
    static final int SCATTERED = 2;
    static final int COMPRESSED_INLINE = 3;
    static final int COMPRESSED_FRAMED = 4;
    static final int COMPRESSED_SCATTERED = 5;

    private static final int FIXED_BYTES_MAX = 3 + 9 * Varint.BYTES_MAX + Pointer.ENCODED_BYTES;

    private RowCodec() {}

    static byte[] encode(Change change) {
        int inline = change instanceof Change.Put put ? inlineBytes(put.value()) : 0;
        ByteBuffer target = ByteBuffer.allocate(FIXED_BYTES_MAX + inline).order(ByteOrder.LITTLE_ENDIAN);
        switch (change) {
            case Change.Put put -> {
                begin(target, PUT, put.at());
                Varint.put(target, put.createRevision());
                Varint.put(target, put.version());
                Varint.put(target, put.lease());
                encode(target, put.value());
            }
            case Change.Delete delete -> begin(target, DELETE, delete.at());
            case Change.Removal removal -> {
                begin(target, REMOVAL, removal.at());
                Varint.put(target, removal.from());
                Varint.put(target, removal.to());
            }
        }
        byte[] payload = new byte[target.position()];
        target.flip().get(payload);
        return payload;
    }

    private static int inlineBytes(Stored value) {
        return switch (value) {
            case Stored.Inline inline -> inline.bytes().length;
            case Stored.Compressed compressed -> inlineBytes(compressed.bytes());
            case Stored.Framed _, Stored.Scattered _, Stored.Uploaded _ -> 0;
        };
    }

    /// @throws IllegalArgumentException when the bytes are no payload
    static Change decode(long revision, long ordinal, long stamp, ByteBuffer payload) {
        ByteBuffer source = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        try {
            int kind = source.get();
            Moment at = new Moment(
                    revision,
                    Math.toIntExact(Varint.take(source)),
                    ordinal,
                    stamp,
                    Varint.take(source),
                    Varint.take(source));
            return switch (kind) {
                case PUT ->
                    new Change.Put(
                            at, Varint.take(source), Varint.take(source), Varint.take(source), decodeStored(source));
                case DELETE -> new Change.Delete(at);
                case REMOVAL -> new Change.Removal(at, Varint.take(source), Varint.take(source));
                default -> throw new IllegalArgumentException("a row of unknown kind " + kind);
            };
        } catch (BufferUnderflowException | ArithmeticException e) {
            throw new IllegalArgumentException("a row payload of " + payload.remaining() + " bytes is cut off", e);
        }
    }

    private static void begin(ByteBuffer target, int kind, Moment at) {
        target.put((byte) kind);
        Varint.put(target, at.subIndex());
        Varint.put(target, at.previousRevision());
        Varint.put(target, at.removalRevision());
    }

    private static void encode(ByteBuffer target, Stored value) {
        switch (value) {
            case Stored.Inline inline -> {
                target.put((byte) INLINE);
                Varint.put(target, inline.bytes().length);
                target.put(inline.bytes());
            }
            case Stored.Framed framed -> {
                target.put((byte) FRAMED);
                framed.pointer().encode(target);
            }
            case Stored.Scattered scattered -> {
                target.put((byte) (scattered.compressed() ? COMPRESSED_SCATTERED : SCATTERED));
                Varint.put(target, scattered.length());
                scattered.map().encode(target);
            }
            case Stored.Compressed(int by, long length, Stored.Inline(byte[] bytes)) -> {
                target.put((byte) COMPRESSED_INLINE).put((byte) by);
                Varint.put(target, length);
                Varint.put(target, bytes.length);
                target.put(bytes);
            }
            case Stored.Compressed(int by, long length, Stored.Framed(Pointer pointer)) -> {
                target.put((byte) COMPRESSED_FRAMED).put((byte) by);
                Varint.put(target, length);
                pointer.encode(target);
            }
            case Stored.Compressed _, Stored.Uploaded _ -> throw new IllegalStateException(value + " is in no row");
        }
    }

    private static Stored decodeStored(ByteBuffer source) {
        int where = source.get();
        return switch (where) {
            case INLINE -> inline(source);
            case FRAMED -> new Stored.Framed(Pointer.decode(source));
            case SCATTERED, COMPRESSED_SCATTERED ->
                new Stored.Scattered(Varint.take(source), Pointer.decode(source), where == COMPRESSED_SCATTERED);
            case COMPRESSED_INLINE ->
                new Stored.Compressed(Byte.toUnsignedInt(source.get()), Varint.take(source), inline(source));
            case COMPRESSED_FRAMED ->
                new Stored.Compressed(
                        Byte.toUnsignedInt(source.get()),
                        Varint.take(source),
                        new Stored.Framed(Pointer.decode(source)));
            default -> throw new IllegalArgumentException("a value in unknown place " + where);
        };
    }

    private static Stored.Inline inline(ByteBuffer source) {
        long length = Varint.take(source);
        if (length < 0 || length > source.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[(int) length];
        source.get(bytes);
        return new Stored.Inline(bytes);
    }
}
