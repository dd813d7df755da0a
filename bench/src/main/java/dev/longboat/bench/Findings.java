package dev.longboat.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What came of the rounds with one subject. Confined to the laboratory's thread.
final class Findings {
    private static final int SHOWN = 20;

    private final String subject;
    private final Tally tally = new Tally();
    private final Durations firstReads = new Durations();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, Durations> times = new LinkedHashMap<>();
    private int rounds;
    private int cutStarts;
    private int stores;

    Findings(String subject) {
        this.subject = subject;
    }

    Tally tally() {
        return tally;
    }

    void round() {
        rounds++;
    }

    void cutStart() {
        cutStarts++;
    }

    void store() {
        stores++;
    }

    /// Something that only some laboratories know happened so often more.
    void count(String what, long times) {
        counts.merge(what, times, Long::sum);
    }

    /// Something that only some laboratories know took so long.
    void time(String what, Duration duration) {
        times.computeIfAbsent(what, _ -> new Durations()).add(duration);
    }

    void restarted(Server server) {
        firstReads.add(server.startup());
    }

    int rounds() {
        return rounds;
    }

    Durations firstReads() {
        return firstReads;
    }

    boolean isClean() {
        return tally.violations().isEmpty();
    }

    /// One column for each subject.
    static void print(List<Findings> columns) {
        row("", columns, findings -> findings.subject);
        row("---", columns, _ -> "---:");
        row("faults under load", columns, findings -> number(findings.rounds));
        row("faults during a start besides", columns, findings -> number(findings.cutStarts));
        row("stores", columns, findings -> number(findings.stores));
        row("writes acknowledged", columns, findings -> number(findings.tally.writes()));
        row("in so many requests", columns, findings -> number(findings.tally.requests()));
        row("requests never answered", columns, findings -> number(findings.tally.doubts()));
        row("requests refused", columns, findings -> number(findings.tally.refusals()));
        row("answers compared", columns, findings -> number(findings.tally.comparisons()));
        row("start to first served read, median", columns, findings -> Durations.seconds(findings.firstReads.median()));
        row("the same, longest", columns, findings -> Durations.seconds(findings.firstReads.longest()));
        all(columns, findings -> findings.counts.keySet())
                .forEach(what -> row(what, columns, findings -> number(findings.counts.getOrDefault(what, 0L))));
        all(columns, findings -> findings.times.keySet())
                .forEach(what -> row(what + ": median, longest", columns, findings -> findings.range(what)));
        row(
                "**violations**",
                columns,
                findings -> number(findings.tally.violations().size()));
        columns.forEach(Findings::printViolations);
    }

    private static Set<String> all(List<Findings> columns, Function<Findings, Set<String>> names) {
        Set<String> all = new LinkedHashSet<>();
        columns.forEach(column -> all.addAll(names.apply(column)));
        return all;
    }

    private String range(String what) {
        Durations durations = times.getOrDefault(what, new Durations());
        return Durations.seconds(durations.median()) + ", " + Durations.seconds(durations.longest());
    }

    private void printViolations() {
        List<String> violations = tally.violations();
        violations.stream().limit(SHOWN).forEach(what -> System.out.println(subject + ": " + what));
        if (violations.size() > SHOWN) {
            System.out.println(subject + ": and " + (violations.size() - SHOWN) + " more");
        }
    }

    private static void row(String title, List<Findings> columns, Function<Findings, String> cell) {
        StringBuilder row = new StringBuilder("| " + title + " |");
        columns.forEach(column -> row.append(' ').append(cell.apply(column)).append(" |"));
        System.out.println(row);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
