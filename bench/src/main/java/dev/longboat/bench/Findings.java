package dev.longboat.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// What came of the rounds with one subject. Confined to the laboratory's thread.
final class Findings {
    private static final int SHOWN = 20;

    private final String subject;
    private final Tally tally = new Tally();
    private final Durations firstReads = new Durations();
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
        row(
                "**violations**",
                columns,
                findings -> number(findings.tally.violations().size()));
        columns.forEach(Findings::printViolations);
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
