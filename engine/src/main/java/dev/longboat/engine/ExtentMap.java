package dev.longboat.engine;

import dev.longboat.journal.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Lists the pieces of a large value in the order of its bytes. It stands in the entry that commits
/// the value, and rows point to it there.
///
/// ```
/// a piece:                     pointer (20 bytes)
/// where some are compressed:   pointer (20 bytes) · by u8 · length of the piece u32
/// ```
///
/// Immutable; holds no state.
final class ExtentMap {
    private ExtentMap() {}

    static int bytes(List<Piece> pieces, boolean compressed) {
        return pieces.size() * bytesEach(compressed);
    }

    private static int bytesEach(boolean compressed) {
        return Pointer.ENCODED_BYTES + (compressed ? 1 + Integer.BYTES : 0);
    }

    static ByteBuffer encode(List<Piece> pieces, boolean compressed) {
        ByteBuffer map = ByteBuffer.allocate(bytes(pieces, compressed)).order(ByteOrder.LITTLE_ENDIAN);
        encode(map, pieces, compressed);
        return map.flip();
    }

    static void encode(ByteBuffer target, List<Piece> pieces, boolean compressed) {
        for (Piece piece : pieces) {
            piece.pointer().encode(target);
            if (compressed) {
                target.put((byte) piece.by()).putInt(piece.length());
            }
        }
    }

    /// @throws IllegalArgumentException when the bytes are no map of a value of this length
    static List<Piece> decode(ByteBuffer map, long length, boolean compressed) {
        ByteBuffer source = map.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int bytesEach = bytesEach(compressed);
        List<Piece> pieces = new ArrayList<>(source.remaining() / bytesEach);
        long total = 0;
        while (source.remaining() >= bytesEach) {
            Pointer pointer = Pointer.decode(source);
            Piece piece = compressed
                    ? new Piece(pointer, Byte.toUnsignedInt(source.get()), source.getInt())
                    : Piece.of(pointer);
            pieces.add(piece);
            total += piece.length();
        }
        if (source.hasRemaining() || total != length) {
            throw new IllegalArgumentException("an extent map of " + total + " bytes for a value of " + length);
        }
        return pieces;
    }

    /// How many pieces a map of so many bytes lists.
    static int count(int bytes, boolean compressed) {
        return bytes / bytesEach(compressed);
    }
}
