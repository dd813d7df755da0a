package dev.longboat.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// A value: any bytes, held in memory. Immutable.
public final class Value {
    /// The value of no bytes.
    public static final Value EMPTY = new Value(ByteString.EMPTY);

    private final ByteString wire;

    private Value(ByteString wire) {
        this.wire = wire;
    }

    /// The value whose bytes are the UTF-8 of `text`.
    public static Value of(String text) {
        return new Value(ByteString.copyFromUtf8(text));
    }

    /// The value of these bytes, which are copied.
    public static Value of(byte[] bytes) {
        return new Value(ByteString.copyFrom(bytes));
    }

    /// The value of these bytes, which are handed over: the caller changes them no more.
    public static Value wrap(byte[] bytes) {
        return new Value(UnsafeByteOperations.unsafeWrap(bytes));
    }

    static Value of(ByteString wire) {
        return wire.isEmpty() ? EMPTY : new Value(wire);
    }

    /// The number of bytes.
    public int size() {
        return wire.size();
    }

    /// A copy of the bytes.
    public byte[] bytes() {
        return wire.toByteArray();
    }

    /// The bytes, not copied, read-only.
    public ByteBuffer buffer() {
        return wire.asReadOnlyByteBuffer();
    }

    /// Whether the bytes are UTF-8.
    public boolean isText() {
        return wire.isValidUtf8();
    }

    /// The bytes as UTF-8; what is not shows as U+FFFD.
    public String text() {
        return wire.toStringUtf8();
    }

    /// Writes the bytes.
    public void writeTo(OutputStream out) throws IOException {
        wire.writeTo(out);
    }

    ByteString wire() {
        return wire;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Value value && wire.equals(value.wire);
    }

    @Override
    public int hashCode() {
        return wire.hashCode();
    }

    /// Printable ASCII as it is, everything else as `\xNN`; long values are cut.
    @Override
    public String toString() {
        return Escapes.ascii(wire);
    }
}
