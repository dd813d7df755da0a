package dev.longboat.server;

import dev.longboat.engine.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A policy of retention as users write and read it: `all`, `newest-3`, `30d`. Immutable.
final class RetentionText {
    private static final Pattern NEWEST = Pattern.compile("newest-([1-9]\\d{0,8})");
    private static final Pattern AGE = Pattern.compile("([1-9]\\d{0,5})([smhd])");

    private RetentionText() {}

    /// The policy; nothing when the text is none.
    static Optional<Retention> parse(String text) {
        Matcher newest = NEWEST.matcher(text);
        Matcher age = AGE.matcher(text);
        if (text.equals("all")) {
            return Optional.of(Retention.all());
        }
        if (newest.matches()) {
            return Optional.of(new Retention.Versions(Integer.parseInt(newest.group(1))));
        }
        return age.matches() ? Optional.of(new Retention.Age(span(age))) : Optional.empty();
    }

    private static Duration span(Matcher age) {
        long count = Long.parseLong(age.group(1));
        return switch (age.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /// ` ; did you mean …?`, or nothing.
    static String hint(String text) {
        return Nearest.hint(text, List.of("all", "newest-1", "newest-3"));
    }

    /// What it keeps, as a part of a sentence.
    static String told(Retention retention) {
        return switch (retention) {
            case Retention.All _ -> "every version is kept";
            case Retention.Versions(int count) when count == 1 -> "only the newest version of a key is kept";
            case Retention.Versions(int count) -> "the newest " + count + " versions of a key are kept";
            case Retention.Age(Duration age) -> "what could be seen in the last " + told(age) + " is kept";
        };
    }

    private static String told(Duration age) {
        if (age.toSeconds() % 86_400 == 0) {
            return age.toDays() + " d";
        }
        if (age.toSeconds() % 3600 == 0) {
            return age.toHours() + " h";
        }
        return age.toSeconds() % 60 == 0 ? age.toMinutes() + " min" : age.toSeconds() + " s";
    }
}
