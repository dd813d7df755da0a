package dev.longboat.table;

/// Numbers in as few bytes as they need: seven bits a byte, low bits first, the top bit set on all
/// but the last. A long is taken as unsigned, so a negative one takes ten bytes.
/// Immutable; holds nothing.
final class Varint {
    static final int BYTES_MAX = 10;

    private Varint() {}

    /// Writes `value` at `at`, where [#BYTES_MAX] bytes must be free.
    ///
    /// @return the offset behind it
    static int put(byte[] target, int at, long value) {
        int to = at;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            target[to++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[to++] = (byte) rest;
        return to;
    }
}
