package dev.longboat.client;

import com.google.protobuf.ByteString;

/// The ends of a selection in key order. Immutable.
final class KeyBounds {
    private static final ByteString ZERO = ByteString.copyFrom(new byte[1]);
    private static final Key NONE = Key.of(ByteString.EMPTY);

    private KeyBounds() {}

    /// The first key that may be selected; empty: the first of the store.
    static Key from(KeySelector selector) {
        return switch (selector) {
            case KeySelector.Prefix(Key prefix) -> prefix;
            case KeySelector.Between(Key from, Key _) -> from;
        };
    }

    /// The first key behind the selection; empty: none is behind it.
    static Key to(KeySelector selector) {
        return switch (selector) {
            case KeySelector.Prefix(Key prefix) -> prefixEnd(prefix);
            case KeySelector.Between(Key _, Key to) -> to;
        };
    }

    /// The smallest key above `key`.
    static Key successor(Key key) {
        return Key.of(key.wire().concat(ZERO));
    }

    /// The smallest key above all that start with `prefix`: its last byte below 0xff counted up,
    /// and what follows cut. None is above a prefix of 0xff alone.
    private static Key prefixEnd(Key prefix) {
        byte[] bytes = prefix.bytes();
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] != (byte) 0xff) {
                bytes[i]++;
                return Key.of(ByteString.copyFrom(bytes, 0, i + 1));
            }
        }
        return NONE;
    }
}
