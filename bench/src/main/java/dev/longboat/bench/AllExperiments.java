package dev.longboat.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The three experiments, then the report: a short run that says how things stand, or the full one,
/// with the libraries beside our engine. Confined to the main thread.
@Command(
        name = "all",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "The experiments, plots and the report. What --out holds already is not measured again.")
final class AllExperiments implements Callable<Integer> {
    @Option(names = "--full", description = "An hour and a half, and 45 GB of disk, instead of a few minutes.")
    private boolean full;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the results go (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("target", "bench");

    @Option(names = "--page", paramLabel = "FILE", description = "A Markdown page whose tables are filled.")
    private @Nullable Path page;

    @Override
    public Integer call() throws IOException {
        long started = System.nanoTime();
        int worst = 0;
        for (List<String> experiment : full ? fullRuns() : shortRuns()) {
            System.out.println("\n## lbbench " + String.join(" ", experiment) + "\n");
            List<String> arguments = new ArrayList<>(experiment);
            arguments.addAll(List.of("--resume", "--out", out.toString()));
            worst = Math.max(worst, new CommandLine(new LbBench()).execute(arguments.toArray(String[]::new)));
        }
        ReportCommand.make(new Results(out), page);
        System.out.printf(
                Locale.ROOT,
                "Done in %.1f minutes.%n",
                Duration.ofNanos(System.nanoTime() - started).toSeconds() / 60.0);
        return worst;
    }

    private static List<List<String>> shortRuns() {
        String brief = "--slices=3 --seconds=0.7 --warm-up=1 --settle=6";
        return List.of(
                words("latency --pairs=10000 --value-bytes=4k " + brief),
                words("latency --pairs=64 --value-bytes=1m " + brief),
                words("scale --pairs=10000 --clients=1,8,64 " + brief),
                words("restart --pairs=50000 --times=2 --gets=1000 --systems=longboat,etcd,redis"));
    }

    private static List<List<String>> fullRuns() {
        String latency = "--slices=3 --seconds=4 --warm-up=3";
        String brief = "--slices=3 --seconds=3 --warm-up=2";
        return List.of(
                words("latency " + latency),
                words("scale --pairs=100000 " + brief),
                words("engine --pairs=40000 --reads=100 " + brief),
                words("engine --pairs=100000 " + brief),
                words("overwrite"),
                words("prefix"),
                words("restart --pairs=100000,1000000 --systems=longboat,etcd,redis"),
                words("restart --pairs=10000000 --systems=longboat"));
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }
}
