package dev.longboat.client;

import com.google.protobuf.ByteString;
import java.util.Objects;

/// A key: 1 to 65,535 bytes, ordered as unsigned bytes. The server checks the length. Immutable.
public final class Key implements Comparable<Key> {
    private final ByteString wire;

    private Key(ByteString wire) {
        this.wire = wire;
    }

    /// The key whose bytes are the UTF-8 of `text`.
    public static Key of(String text) {
        return new Key(ByteString.copyFromUtf8(text));
    }

    /// The key of these bytes, which are copied.
    public static Key of(byte[] bytes) {
        return new Key(ByteString.copyFrom(bytes));
    }

    static Key of(ByteString wire) {
        return new Key(wire);
    }

    /// The number of bytes.
    public int size() {
        return wire.size();
    }

    /// A copy of the bytes.
    public byte[] bytes() {
        return wire.toByteArray();
    }

    /// Whether the bytes are UTF-8.
    public boolean isText() {
        return wire.isValidUtf8();
    }

    /// The bytes as UTF-8; what is not shows as U+FFFD.
    public String text() {
        return wire.toStringUtf8();
    }

    /// Whether these bytes begin with those of `prefix`.
    public boolean startsWith(Key prefix) {
        return wire.startsWith(prefix.wire);
    }

    ByteString wire() {
        return wire;
    }

    @Override
    public int compareTo(Key other) {
        return ByteString.unsignedLexicographicalComparator().compare(wire, other.wire);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && wire.equals(key.wire);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(wire);
    }

    /// Printable ASCII as it is, everything else as `\xNN`.
    @Override
    public String toString() {
        return Escapes.ascii(wire);
    }
}
