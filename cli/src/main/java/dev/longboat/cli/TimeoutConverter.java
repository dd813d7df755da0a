package dev.longboat.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/// Reads `500ms`, `10s`, `2m`, `3h`, `4d` or plain seconds. Immutable.
final class TimeoutConverter implements ITypeConverter<Duration> {
    private static final Pattern TIMEOUT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)?");

    @Override
    public Duration convert(String text) {
        return time("--timeout", text);
    }

    /// The same, of a text that stands somewhere else.
    ///
    /// @throws UsageException when it is no time
    static Duration time(String place, String text) {
        Matcher match = TIMEOUT.matcher(text);
        if (!match.matches() || match.group(1).matches("0+")) {
            throw new UsageException("%s: '%s' is not a time such as 500ms, 10s or 2m", place, text);
        }
        long count = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            case null, default -> Duration.ofSeconds(count);
        };
    }
}
