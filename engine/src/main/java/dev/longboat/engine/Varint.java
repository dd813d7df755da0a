package dev.longboat.engine;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/// Unsigned numbers in as few bytes as they need: seven bits a byte, least first, the high bit set
/// on all but the last. Immutable; holds no state.
final class Varint {
    /// The most bytes a number takes.
    static final int BYTES_MAX = 10;

    private Varint() {}

    static void put(ByteBuffer target, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            target.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
    }

    /// @throws BufferUnderflowException when the number is cut off or longer than [#BYTES_MAX]
    static long take(ByteBuffer source) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = source.get();
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new BufferUnderflowException();
    }

    /// How many bytes `put` writes for this number.
    static int bytes(long value) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
    }
}
