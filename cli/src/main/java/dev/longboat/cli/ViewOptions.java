package dev.longboat.cli;

import dev.longboat.client.View;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/// Which past a read looks at: by revision or by time. Confined to the main thread.
final class ViewOptions {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

    @Option(
            names = {"--rev", "--at-rev"},
            paramLabel = "N",
            description = "Read the store as it was at this revision.")
    private long revision;

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "Read the store as it was then: so long ago, such as 90s, 5m, 2h or 3d, or an instant such"
                    + " as 2026-01-31T12:00:00Z.")
    private String asOf = "";

    /// Whether a past was named.
    boolean isGiven() {
        return revision != 0 || !asOf.isEmpty();
    }

    /// The view; asks the server what its revision was when a time is given.
    View view(Call call) {
        if (asOf.isEmpty()) {
            return Views.at(revision);
        }
        if (revision != 0) {
            throw new UsageException("give either --rev or --as-of, not both");
        }
        return View.at(call.client().revisionAt(time(asOf, Instant.now())));
    }

    static Instant time(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return now.minus(
                    switch (ago.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UsageException("--as-of: '%s' is no time such as 5m, 2h or 2026-01-31T12:00:00Z", text);
        }
    }
}
