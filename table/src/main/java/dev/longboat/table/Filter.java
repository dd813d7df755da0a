package dev.longboat.table;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A Bloom filter over the keys of one partition, as bytes. Little-endian.
///
///      0          4          8
///     +----------+----------+---- ... ----+
///     | probes   | zero     | bits        |
///     +----------+----------+---- ... ----+
///
/// A key's [XxHash64] h sets or asks `probes` bits: bit i is the upper half of the 128-bit product
/// of (h + i × step) and the number of bits, with step = h rotated left by 32, made odd. It never
/// denies a key it was built of (T6). Immutable; holds nothing.
final class Filter {
    static final int HEAD_BYTES = 8;
    static final int PROBES_MAX = 30;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final double NATURAL_LOG_OF_2 = 0.6931471805599453;

    private Filter() {}

    /// The filter of these keys' hashes, with so many bits a key.
    static byte[] build(long[] hashes, int count, int bitsPerKey) {
        long bitCount = (Math.max((long) count * bitsPerKey, 64) + 63) & -64;
        byte[] filter = new byte[Math.toIntExact(HEAD_BYTES + bitCount / 8)];
        int probes = Math.clamp(Math.round(bitsPerKey * NATURAL_LOG_OF_2), 1, PROBES_MAX);
        Layouts.INT.set(filter, 0, probes);
        for (int i = 0; i < count; i++) {
            long hash = hashes[i];
            long step = step(hash);
            for (int probe = 0; probe < probes; probe++, hash += step) {
                long bit = Math.unsignedMultiplyHigh(hash, bitCount);
                filter[(int) (HEAD_BYTES + (bit >>> 3))] |= (byte) (1 << (bit & 7));
            }
        }
        return filter;
    }

    /// Whether `length` bytes are a filter by their head.
    static boolean isPlausible(byte[] filter, int length) {
        return length > HEAD_BYTES
                && Layouts.intAt(filter, 0) >= 1
                && Layouts.intAt(filter, 0) <= PROBES_MAX
                && Layouts.intAt(filter, 4) == 0;
    }

    /// Whether the filter in `length` bytes from `offset` may have been built with this hash.
    static boolean mayContain(MemorySegment memory, long offset, int length, long hash) {
        long bitCount = 8L * (length - HEAD_BYTES);
        int probes = memory.get(INT, offset);
        long step = step(hash);
        long at = hash;
        for (int probe = 0; probe < probes; probe++, at += step) {
            long bit = Math.unsignedMultiplyHigh(at, bitCount);
            byte eight = memory.get(ValueLayout.JAVA_BYTE, offset + HEAD_BYTES + (bit >>> 3));
            if ((eight & (1 << (bit & 7))) == 0) {
                return false;
            }
        }
        return true;
    }

    private static long step(long hash) {
        return Long.rotateLeft(hash, 32) | 1;
    }
}
