package dev.longboat.bench;

import java.util.Locale;

/// Numbers of bytes as people write them. Immutable.
final class Bytes {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final int STEP = 1024;

    private Bytes() {}

    /// `512 B`, `4 KiB`, `1.5 GiB`.
    static String text(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= STEP && unit < UNITS.length - 1) {
            amount /= STEP;
            unit++;
        }
        boolean whole = amount == Math.rint(amount) || amount >= 100;
        return String.format(Locale.ROOT, whole ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }

    /// Reads `512`, `4k`, `4KiB`, `1m`, `2GiB`.
    ///
    /// @throws IllegalArgumentException when it is none of these
    static long parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
            digits++;
        }
        String unit = lower.substring(digits).strip();
        int power = switch (unit) {
            case "", "b" -> 0;
            case "k", "kb", "kib" -> 1;
            case "m", "mb", "mib" -> 2;
            case "g", "gb", "gib" -> 3;
            default -> -1;
        };
        if (digits == 0 || digits > 12 || power < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no number of bytes such as 512, 4k or 1MiB (units of 1,024)");
        }
        return Long.parseLong(lower.substring(0, digits)) << (10 * power);
    }
}
