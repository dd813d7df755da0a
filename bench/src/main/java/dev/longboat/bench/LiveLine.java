package dev.longboat.bench;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/// The line at the foot of a terminal that tells how a run goes; nothing where there is no
/// terminal. Confined to the thread that measures.
final class LiveLine {
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean isTerminal;
    private String what = "";

    LiveLine(PrintStream out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /// On standard error, when we talk to a terminal.
    static LiveLine here() {
        return new LiveLine(
                System.err,
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
    }

    /// Says what the runs from now on are for.
    void begin(String title) {
        what = title;
    }

    /// Shows how a run stands.
    ///
    /// @param done operations completed so far
    /// @param tick its newest piece
    void show(Workload workload, long done, Measured.Tick tick) {
        String part = workload.operations() == 0
                ? String.format(Locale.ROOT, "%5.1f s", tick.second())
                : String.format(Locale.ROOT, "%5.1f %%", 100.0 * done / workload.operations());
        draw(String.format(
                Locale.ROOT,
                "%s  %s  %,.0f/s  p50 %,.0f us  p99 %,.0f us",
                what,
                part,
                tick.perSecond(),
                tick.p50Micros(),
                tick.p99Micros()));
    }

    /// Prints a line that stays, terminal or not.
    void say(String line) {
        if (isTerminal) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
        }
        out.println(line);
    }

    private void draw(String line) {
        if (isTerminal) {
            String cut = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
            out.print("\r" + cut + " ".repeat(WIDTH - cut.length()));
            out.flush();
        }
    }
}
