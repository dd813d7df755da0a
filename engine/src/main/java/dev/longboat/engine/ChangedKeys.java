package dev.longboat.engine;

import java.util.Arrays;
import java.util.List;

/// Keys of a range that a revision may have changed. Immutable.
///
/// @param storedKeys not changed by anyone
record ChangedKeys(long revision, List<byte[]> storedKeys) {
    ChangedKeys {
        storedKeys = List.copyOf(storedKeys);
    }

    /// Those of a revision's keys that lie in a range of stored keys.
    static ChangedKeys within(long revision, byte[][] storedKeys, byte[] from, byte[] to) {
        return new ChangedKeys(
                revision,
                Arrays.stream(storedKeys).filter(key -> isWithin(key, from, to)).toList());
    }

    static boolean isWithin(byte[] storedKey, byte[] from, byte[] to) {
        return Arrays.compareUnsigned(storedKey, from) >= 0 && Arrays.compareUnsigned(storedKey, to) < 0;
    }
}
