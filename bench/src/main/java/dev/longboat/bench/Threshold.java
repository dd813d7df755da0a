package dev.longboat.bench;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a figure has to keep to, so that a run can fail: `p99<5ms`, `read.mean<=200us`,
/// `throughput>10000/s`. Immutable.
///
/// @param operation `all`, `read` or `write`
/// @param figure the column of the results that is meant
/// @param comparison one of `<`, `<=`, `>`, `>=`
/// @param bound in the column's unit
/// @param text as it was given
record Threshold(String operation, String figure, String comparison, double bound, String text) {
    private static final Pattern FORM =
            Pattern.compile("(?:(read|write)\\.)?(mean|p50|p90|p99|p99\\.9|max|throughput)\\s*(<=?|>=?)\\s*"
                    + "([0-9]+(?:\\.[0-9]+)?)\\s*(ns|us|ms|s|/s)");
    private static final Map<String, Double> MICROS = Map.of("ns", 1e-3, "us", 1.0, "ms", 1e3, "s", 1e6);
    private static final String PER_SECOND = "/s";

    /// Reads one.
    ///
    /// @throws IllegalArgumentException when it is none
    static Threshold parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        boolean matches = form.matches();
        if (!matches || form.group(2).equals("throughput") != form.group(5).equals(PER_SECOND)) {
            throw new IllegalArgumentException("'" + text + "' is no threshold such as 'p99<5ms', 'read.mean<=200us' or"
                    + " 'throughput>10000/s' (mean, p50, p90, p99, p99.9, max in ns, us, ms, s; throughput in /s)");
        }
        String figure = switch (form.group(2)) {
            case "throughput" -> "per_second";
            case "p99.9" -> "p999_us";
            default -> form.group(2) + "_us";
        };
        double bound = Double.parseDouble(form.group(4)) * MICROS.getOrDefault(form.group(5), 1.0);
        return new Threshold(
                form.group(1) == null ? Results.ALL : form.group(1), figure, form.group(3), bound, text.strip());
    }

    /// Whether a row of figures is one that this speaks of.
    boolean concerns(Row row) {
        return row.has("operation", operation) && row.has("slice", Results.ALL);
    }

    boolean holds(Row row) {
        double value = row.number(figure);
        return switch (comparison) {
            case "<" -> value < bound;
            case "<=" -> value <= bound;
            case ">" -> value > bound;
            default -> value >= bound;
        };
    }

    /// Why a row does not keep to it.
    String violation(Row row) {
        return String.format(
                Locale.ROOT,
                "%s, %s bytes, %s %% reads, %s clients: %s %s is %s, not %s",
                row.text("system"),
                row.text("value_bytes"),
                row.text("read_percent"),
                row.text("clients"),
                operation,
                figure,
                row.text(figure),
                text);
    }
}
