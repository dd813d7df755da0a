package dev.longboat.cli;

import java.util.Locale;

/// A number of bytes for humans: `17 B`, `1.5 KiB`, `64.0 MiB`. Immutable.
final class ByteCount {
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private ByteCount() {}

    static String of(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        return String.format(Locale.ROOT, "%.1f %s", bytes / (double) (1L << (10 * unit)), UNITS[unit - 1]);
    }
}
