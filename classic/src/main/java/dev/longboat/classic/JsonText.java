package dev.longboat.classic;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Writes bytes as the inside of a JSON string, in ASCII: what is not ASCII as JSON's escapes of
/// four hexadecimal digits, bytes that are no UTF-8 as the text `\xNN`. Takes them piece by piece.
/// Confined to one thread at a time.
final class JsonText {
    private static final int CHARS = 4096;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer chars = CharBuffer.allocate(CHARS);
    /// The begin of a character that the last piece cut.
    private byte[] cut = {};

    /// Writes a piece.
    ///
    /// @param last whether no other follows
    void write(byte[] piece, boolean last, StringBuilder out) {
        ByteBuffer in = ByteBuffer.allocate(cut.length + piece.length)
                .put(cut)
                .put(piece)
                .flip();
        while (true) {
            CoderResult result = decoder.decode(in, chars, last);
            drain(out);
            if (result.isUnderflow()) {
                break;
            }
            for (int i = 0; result.isError() && i < result.length(); i++) {
                out.append("\\\\x").append(hex(in.get(), 2));
            }
        }
        cut = new byte[in.remaining()];
        in.get(cut);
        if (last) {
            decoder.reset();
        }
    }

    private void drain(StringBuilder out) {
        chars.flip();
        while (chars.hasRemaining()) {
            append(chars.get(), out);
        }
        chars.clear();
    }

    private static void append(char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> {
                if (c >= ' ' && c <= '~') {
                    out.append(c);
                } else {
                    out.append("\\u").append(hex(c, 4));
                }
            }
        }
    }

    private static String hex(int number, int digits) {
        String text = Integer.toHexString(number);
        return text.length() >= digits
                ? text.substring(text.length() - digits)
                : "0".repeat(digits - text.length()) + text;
    }
}
