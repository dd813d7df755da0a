package dev.longboat.journal;

import java.nio.ByteBuffer;

/// Where bytes lie in the journal, and what they must sum to. Immutable.
///
/// @param segment the segment's id
/// @param generation of the segment: bytes of a reused file are of another one
/// @param offset of the first byte, from the beginning of the segment's file
/// @param length bytes
/// @param crc32c checksum of the bytes
public record Pointer(int segment, int generation, int offset, int length, int crc32c) {
    /// Bytes of an encoded pointer.
    public static final int ENCODED_BYTES = 20;

    public Pointer {
        if (segment <= 0 || generation <= 0 || offset < 0 || length < 0 || offset + length < 0) {
            throw new IllegalArgumentException(
                    "no such range: segment " + segment + "." + generation + " at " + offset + " +" + length);
        }
    }

    /// The first byte pointed at.
    public Position position() {
        return new Position(segment, offset);
    }

    /// Puts five integers, in the order of the fields and in the byte order of `target`.
    public void encode(ByteBuffer target) {
        target.putInt(segment).putInt(generation).putInt(offset).putInt(length).putInt(crc32c);
    }

    /// Takes what [#encode] put.
    ///
    /// @throws IllegalArgumentException when the numbers cannot be a pointer
    public static Pointer decode(ByteBuffer source) {
        return new Pointer(source.getInt(), source.getInt(), source.getInt(), source.getInt(), source.getInt());
    }
}
