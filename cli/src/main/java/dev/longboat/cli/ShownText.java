package dev.longboat.cli;

import dev.longboat.client.Key;
import dev.longboat.client.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Bytes as text for humans, and back: what a terminal would not show, or would obey, is written
/// `\n`, `\t`, `\r`, `\\` or `\xNN`. Immutable.
final class ShownText {
    private ShownText() {}

    static String of(Key key) {
        return shown(key.isText(), key.text(), key.bytes());
    }

    static String of(Value value) {
        return shown(value.isText(), value.text(), value.bytes());
    }

    /// Text of several lines as it is, anything that is not text in one escaped line.
    static String block(Value value) {
        String text = value.text();
        return value.isText() && text.chars().allMatch(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                ? text
                : of(value);
    }

    private static String shown(boolean isText, String text, byte[] bytes) {
        StringBuilder shown = new StringBuilder();
        if (isText) {
            text.codePoints().forEach(c -> appendCharacter(shown, c));
        } else {
            for (byte b : bytes) {
                appendByte(shown, b);
            }
        }
        return shown.toString();
    }

    private static void appendCharacter(StringBuilder shown, int c) {
        if (c < 0x80) {
            appendByte(shown, (byte) c);
        } else if (Character.isISOControl(c)) {
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                appendByte(shown, b);
            }
        } else {
            shown.appendCodePoint(c);
        }
    }

    private static void appendByte(StringBuilder shown, byte b) {
        switch (b) {
            case '\\' -> shown.append("\\\\");
            case '\n' -> shown.append("\\n");
            case '\t' -> shown.append("\\t");
            case '\r' -> shown.append("\\r");
            default -> {
                if (b >= 0x20 && b < 0x7f) {
                    shown.append((char) b);
                } else {
                    shown.append("\\x%02x".formatted(b));
                }
            }
        }
    }

    /// The bytes that an escaped text stands for.
    ///
    /// @throws UsageException when an escape is none of ours
    static byte[] bytes(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < escaped.length(); ) {
            int c = escaped.codePointAt(i);
            i += Character.charCount(c);
            if (c != '\\') {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            char kind = i < escaped.length() ? escaped.charAt(i++) : 0;
            switch (kind) {
                case '\\' -> bytes.write('\\');
                case 'n' -> bytes.write('\n');
                case 't' -> bytes.write('\t');
                case 'r' -> bytes.write('\r');
                case 'x' -> {
                    bytes.write(hexByte(escaped, i));
                    i += 2;
                }
                default ->
                    throw new UsageException("an escape is \\n, \\t, \\r, \\\\ or \\xNN; this is none: %s", escaped);
            }
        }
        return bytes.toByteArray();
    }

    private static int hexByte(String escaped, int at) {
        if (at + 2 <= escaped.length()
                && HexFormat.isHexDigit(escaped.charAt(at))
                && HexFormat.isHexDigit(escaped.charAt(at + 1))) {
            return HexFormat.fromHexDigits(escaped, at, at + 2);
        }
        throw new UsageException("\\x needs two hexadecimal digits: %s", escaped);
    }
}
