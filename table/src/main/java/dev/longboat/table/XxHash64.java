package dev.longboat.table;

/// XXH64 with seed 0, Yann Collet's hash, as its public specification defines it: four lanes of
/// multiply and rotate over stripes of 32 bytes, then the rest, then an avalanche. Filters are made
/// of it, so it is part of the file format. Immutable; holds nothing.
final class XxHash64 {
    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE_BYTES = 32;

    private XxHash64() {}

    @SuppressWarnings("ConstantOverflow") // the hash is defined modulo 2^64
    static long hash(byte[] bytes) {
        int at = 0;
        long hash;
        if (bytes.length >= STRIPE_BYTES) {
            long lane1 = PRIME_1 + PRIME_2;
            long lane2 = PRIME_2;
            long lane3 = 0;
            long lane4 = -PRIME_1;
            for (; at <= bytes.length - STRIPE_BYTES; at += STRIPE_BYTES) {
                lane1 = round(lane1, Layouts.longAt(bytes, at));
                lane2 = round(lane2, Layouts.longAt(bytes, at + 8));
                lane3 = round(lane3, Layouts.longAt(bytes, at + 16));
                lane4 = round(lane4, Layouts.longAt(bytes, at + 24));
            }
            hash = Long.rotateLeft(lane1, 1)
                    + Long.rotateLeft(lane2, 7)
                    + Long.rotateLeft(lane3, 12)
                    + Long.rotateLeft(lane4, 18);
            hash = merge(merge(merge(merge(hash, lane1), lane2), lane3), lane4);
        } else {
            hash = PRIME_5;
        }
        return avalanche(rest(hash + bytes.length, bytes, at));
    }

    private static long rest(long start, byte[] bytes, int from) {
        long hash = start;
        int at = from;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            hash = Long.rotateLeft(hash ^ round(0, Layouts.longAt(bytes, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (at <= bytes.length - Integer.BYTES) {
            hash ^= Integer.toUnsignedLong(Layouts.intAt(bytes, at)) * PRIME_1;
            hash = Long.rotateLeft(hash, 23) * PRIME_2 + PRIME_3;
            at += Integer.BYTES;
        }
        for (; at < bytes.length; at++) {
            hash = Long.rotateLeft(hash ^ (bytes[at] & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        return hash;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    private static long avalanche(long start) {
        long hash = (start ^ (start >>> 33)) * PRIME_2;
        hash = (hash ^ (hash >>> 29)) * PRIME_3;
        return hash ^ (hash >>> 32);
    }
}
