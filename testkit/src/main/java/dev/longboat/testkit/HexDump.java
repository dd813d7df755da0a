package dev.longboat.testkit;

import java.util.Arrays;

/// Bytes as a human reads them: sixteen a row, offset before and text behind, runs of equal rows as
/// one `*`.
///
///     00000000  4c 42 4f 41 54 0a 00 01  00 00 00 00 00 00 00 00  |LBOAT...........|
///     *
///     00001000
///
/// Immutable; holds nothing.
public final class HexDump {
    private static final int ROW_BYTES = 16;

    private HexDump() {}

    /// All of `bytes`; the last line is their count.
    public static String of(byte[] bytes) {
        var text = new StringBuilder();
        boolean skipping = false;
        for (int at = 0; at < bytes.length; at += ROW_BYTES) {
            if (at > 0 && isRepeated(bytes, at)) {
                text.append(skipping ? "" : "*\n");
                skipping = true;
            } else {
                row(text, bytes, at);
                skipping = false;
            }
        }
        return text.append("%08x".formatted(bytes.length)).append("\n").toString();
    }

    private static boolean isRepeated(byte[] bytes, int at) {
        return at + ROW_BYTES <= bytes.length && Arrays.equals(bytes, at - ROW_BYTES, at, bytes, at, at + ROW_BYTES);
    }

    private static void row(StringBuilder text, byte[] bytes, int start) {
        text.append("%08x ".formatted(start));
        var plain = new StringBuilder();
        for (int at = start; at < start + ROW_BYTES; at++) {
            text.append((at - start) % 8 == 0 ? " " : "");
            if (at < bytes.length) {
                text.append("%02x ".formatted(bytes[at]));
                plain.append(bytes[at] >= 0x20 && bytes[at] < 0x7f ? (char) bytes[at] : '.');
            } else {
                text.append("   ");
            }
        }
        text.append(" |").append(plain).append("|\n");
    }
}
