package dev.longboat.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `lbbench`: measures Longboat beside its yardsticks. Immutable.
@Command(
        name = "lbbench",
        mixinStandardHelpOptions = true,
        description = "Measures Longboat beside its yardsticks. Results go to stdout, progress to stderr.",
        subcommands = {EngineFigures.class})
public final class LbBench {
    private LbBench() {}

    /// Runs a measurement and ends the process: 0 when it was made, 1 when it failed, 2 on bad
    /// usage.
    public static void main(String[] args) {
        System.exit(new CommandLine(new LbBench()).execute(args));
    }
}
