package dev.longboat.classic;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Bytes as golden scripts show them: printable ASCII as it is, `\n`, `\r`, `\0`, `\s` for a space,
/// `\\`, and any other byte as `\xNN`; `\e` is nothing. Immutable.
final class Shown {
    private Shown() {}

    /// The bytes of a word.
    static byte[] bytes(String word) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c != '\\') {
                out.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            switch (word.charAt(++i)) {
                case 'n' -> out.write('\n');
                case 'r' -> out.write('\r');
                case '0' -> out.write(0);
                case 's' -> out.write(' ');
                case 'e' -> {}
                case '\\' -> out.write('\\');
                case 'x' -> {
                    out.write(HexFormat.fromHexDigits(word, i + 1, i + 3));
                    i += 2;
                }
                default -> throw new IllegalArgumentException(word);
            }
        }
        return out.toByteArray();
    }

    /// The text of a word.
    static String text(String word) {
        return new String(bytes(word), StandardCharsets.UTF_8);
    }

    /// A word of the bytes.
    static String of(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (byte b : bytes) {
            switch (b) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case 0 -> out.append("\\0");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (b >= ' ' && b <= '~') {
                        out.append((char) b);
                    } else {
                        out.append("\\x").append(HexFormat.of().toHexDigits(b));
                    }
                }
            }
        }
        return out.toString();
    }
}
