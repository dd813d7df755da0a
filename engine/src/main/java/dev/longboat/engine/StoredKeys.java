package dev.longboat.engine;

import java.util.Arrays;

/// Keys as rows hold them: one byte that names the keyspace, then the key's own. A scan of one
/// keyspace never meets another. Immutable; holds no state.
final class StoredKeys {
    /// What the store keeps for itself.
    static final byte SYSTEM = 0;

    /// What users put.
    static final byte USER = 1;

    private StoredKeys() {}

    static byte[] of(Key key) {
        return of(key.array());
    }

    /// The place of these bytes among user keys; no bytes are the place before the first.
    static byte[] of(byte[] key) {
        byte[] stored = new byte[key.length + 1];
        stored[0] = USER;
        System.arraycopy(key, 0, stored, 1, key.length);
        return stored;
    }

    /// The first place after the user's keys.
    static byte[] end() {
        return new byte[] {USER + 1};
    }

    /// Whether it is a user's key.
    static boolean isUsers(byte[] stored) {
        return stored[0] == USER;
    }

    static Key key(byte[] stored) {
        return Key.owning(Arrays.copyOfRange(stored, 1, stored.length));
    }
}
