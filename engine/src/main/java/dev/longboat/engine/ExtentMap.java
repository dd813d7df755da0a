package dev.longboat.engine;

import dev.longboat.journal.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Lists the pieces of a large value in the order of its bytes: 20 bytes each, see [Pointer]. It
/// stands in the entry that commits the value, and rows point to it there. Immutable; holds no
/// state.
final class ExtentMap {
    private ExtentMap() {}

    static int bytes(List<Pointer> extents) {
        return extents.size() * Pointer.ENCODED_BYTES;
    }

    static ByteBuffer encode(List<Pointer> extents) {
        ByteBuffer map = ByteBuffer.allocate(bytes(extents)).order(ByteOrder.LITTLE_ENDIAN);
        encode(map, extents);
        return map.flip();
    }

    static void encode(ByteBuffer target, List<Pointer> extents) {
        for (Pointer extent : extents) {
            extent.encode(target);
        }
    }

    /// @throws IllegalArgumentException when the bytes are no map of a value of this length
    static List<Pointer> decode(ByteBuffer map, long length) {
        ByteBuffer source = map.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        List<Pointer> extents = new ArrayList<>(source.remaining() / Pointer.ENCODED_BYTES);
        long total = 0;
        while (source.remaining() >= Pointer.ENCODED_BYTES) {
            Pointer extent = Pointer.decode(source);
            extents.add(extent);
            total += extent.length();
        }
        if (source.hasRemaining() || total != length) {
            throw new IllegalArgumentException("an extent map of " + total + " bytes for a value of " + length);
        }
        return extents;
    }
}
