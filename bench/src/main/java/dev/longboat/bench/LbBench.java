package dev.longboat.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lbbench`: shows and measures what Longboat claims. Confined to the main thread.
@Command(
        name = "lbbench",
        mixinStandardHelpOptions = true,
        description = "Shows and measures what Longboat claims. Figures go to stdout, progress to stderr.",
        subcommands = {
            LatencyExperiment.class,
            RestartExperiment.class,
            ScaleExperiment.class,
            OverwriteExperiment.class,
            PrefixExperiment.class,
            AllExperiments.class,
            ReportCommand.class,
            Demo.class,
            Check.class,
            Fill.class,
            CrashLab.class,
            PowerCutLab.class,
            BadDiskLab.class,
            TinyDiskLab.class,
            InterruptLab.class,
            LowMemoryLab.class,
            MemoryLab.class,
            SyncFigures.class,
            EngineExperiment.class,
            EchoServer.class
        })
public final class LbBench implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    LbBench() {}

    /// Runs one experiment and ends the process: 0 when it succeeded, 1 when it failed, 2 on bad
    /// usage, [Trial#NOT_RUN] when this machine lacks what it needs.
    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new LbBench()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(command.execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which experiment?");
    }
}
