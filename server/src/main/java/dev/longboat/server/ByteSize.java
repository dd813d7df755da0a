package dev.longboat.server;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of bytes as people write them: `1073741824`, `512MiB`, `1g`. Units are of 1,024.
/// Immutable.
final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(?:([kmgt])(?:i?b)?|b)?");
    private static final String UNITS = "kmgt";

    private ByteSize() {}

    static OptionalLong parse(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT).strip());
        if (!form.matches()) {
            return OptionalLong.empty();
        }
        int shift = form.group(2) == null ? 0 : 10 * (1 + UNITS.indexOf(form.group(2)));
        try {
            return OptionalLong.of(Math.multiplyExact(Long.parseLong(form.group(1)), 1L << shift));
        } catch (ArithmeticException _) {
            return OptionalLong.empty();
        }
    }

    /// In the largest unit that needs no fraction.
    static String format(long bytes) {
        String[] names = {"", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        long number = bytes;
        while (unit < names.length - 1 && number != 0 && number % 1024 == 0) {
            number /= 1024;
            unit++;
        }
        return number + names[unit];
    }
}
