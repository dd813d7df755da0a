package dev.longboat.bench;

import java.nio.ByteBuffer;

/// A pair of a [Dataset] on its way to or from a store. The arrays are handed over. Immutable.
///
/// @param number which pair of the dataset
/// @param key its key
/// @param value its value; empty where it is to be read
record Pair(Dataset dataset, long number, byte[] key, byte[] value) {
    /// @throws IllegalStateException when these bytes are not the value of the pair
    void check(ByteBuffer found) {
        if (!dataset.looksLikeValue(number, found)) {
            throw new IllegalStateException(
                    "pair " + number + " came back as " + found.remaining() + " bytes that are not its value");
        }
    }
}
