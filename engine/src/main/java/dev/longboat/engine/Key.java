package dev.longboat.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A user's key: 1 to 65,535 bytes, ordered as unsigned bytes. Immutable.
public final class Key implements Comparable<Key> {
    /// The longest key, in bytes.
    public static final int BYTES_MAX = 65_535;

    private final byte[] bytes;

    private Key(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The key of these bytes, which are copied.
    ///
    /// @throws InvalidRequestException when there are none, or more than [#BYTES_MAX]
    public static Key of(byte[] bytes) {
        return new Key(checked(bytes).clone());
    }

    /// The key of this text in UTF-8.
    ///
    /// @throws InvalidRequestException when it is empty, or longer than [#BYTES_MAX] bytes
    public static Key of(String text) {
        return new Key(checked(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Takes over an array that nobody changes any more.
    static Key owning(byte[] bytes) {
        return new Key(bytes);
    }

    private static byte[] checked(byte[] bytes) {
        if (bytes.length == 0) {
            throw new InvalidRequestException(InvalidRequestException.Reason.KEY_EMPTY, "the key is empty");
        }
        if (bytes.length > BYTES_MAX) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.KEY_TOO_LONG,
                    "the key has " + bytes.length + " bytes, at most " + BYTES_MAX + " are allowed");
        }
        return bytes;
    }

    /// A copy of the bytes.
    public byte[] toBytes() {
        return bytes.clone();
    }

    /// The bytes themselves, not to be changed.
    byte[] array() {
        return bytes;
    }

    /// Its length in bytes.
    public int length() {
        return bytes.length;
    }

    /// The bytes read as UTF-8, malformed parts replaced: for people, not for programs.
    public String toText() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return toText();
    }
}
