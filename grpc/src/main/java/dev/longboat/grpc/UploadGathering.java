package dev.longboat.grpc;

import java.util.Arrays;

/// Chunks of an upload, gathered until they are worth a write: callers may send small ones.
/// Guarded by the call that it belongs to.
final class UploadGathering {
    /// As much as the store takes at once, and the longest value that needs no upload.
    static final int BYTES_MAX = 1 << 20;

    private static final byte[] NOTHING = {};

    private byte[] gathered = NOTHING;
    private int bytes;

    boolean fits(byte[] chunk) {
        return bytes + chunk.length <= BYTES_MAX;
    }

    void add(byte[] chunk) {
        int needed = bytes + chunk.length;
        if (needed > gathered.length) {
            gathered = Arrays.copyOf(gathered, Math.min(BYTES_MAX, Math.max(needed, 2 * gathered.length)));
        }
        System.arraycopy(chunk, 0, gathered, bytes, chunk.length);
        bytes = needed;
    }

    boolean isEmpty() {
        return bytes == 0;
    }

    /// All that was gathered, in an array of its own; nothing is left.
    byte[] take() {
        byte[] all = bytes == gathered.length ? gathered : Arrays.copyOf(gathered, bytes);
        gathered = NOTHING;
        bytes = 0;
        return all;
    }
}
