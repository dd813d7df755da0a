package dev.longboat.client;

import com.google.protobuf.ByteString;

/// Bytes as text that a log or a terminal can take. Immutable.
final class Escapes {
    /// More than this is cut, so that a message stays readable.
    private static final int SHOWN_BYTES_MAX = 256;

    private Escapes() {}

    static String ascii(ByteString bytes) {
        int shown = Math.min(bytes.size(), SHOWN_BYTES_MAX);
        StringBuilder text = new StringBuilder(shown + 16);
        for (int i = 0; i < shown; i++) {
            int b = bytes.byteAt(i) & 0xff;
            if (b >= 0x20 && b < 0x7f && b != '\\') {
                text.append((char) b);
            } else {
                text.append(String.format("\\x%02x", b));
            }
        }
        return bytes.size() > shown ? text + "… (" + bytes.size() + " bytes)" : text.toString();
    }
}
