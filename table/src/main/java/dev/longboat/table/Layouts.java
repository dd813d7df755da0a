package dev.longboat.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;

/// Unaligned numbers in byte arrays, little-endian, and identities. Immutable; holds nothing.
final class Layouts {
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle BIG_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Layouts() {}

    static int intAt(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    static long longAt(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    /// Writes the 16 bytes of a UUID in the order in which it is printed.
    static void putUuid(byte[] bytes, int offset, UUID uuid) {
        BIG_ENDIAN_LONG.set(bytes, offset, uuid.getMostSignificantBits());
        BIG_ENDIAN_LONG.set(bytes, offset + Long.BYTES, uuid.getLeastSignificantBits());
    }

    static UUID uuidAt(byte[] bytes, int offset) {
        return new UUID(
                (long) BIG_ENDIAN_LONG.get(bytes, offset), (long) BIG_ENDIAN_LONG.get(bytes, offset + Long.BYTES));
    }
}
