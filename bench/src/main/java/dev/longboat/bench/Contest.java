package dev.longboat.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Measures contenders beside each other: in turn, slice by slice, so that all meet the same noise;
/// each is judged by its median slice. Confined to one thread.
final class Contest {
    private final Map<String, Contender> contenders = new LinkedHashMap<>();
    private final Map<String, List<Load.Result>> results = new LinkedHashMap<>();
    private final int slices;
    private final long sliceMillis;

    /// @param slices how many each contender gets, besides one that does not count
    /// @param sliceMillis how long each is
    Contest(int slices, long sliceMillis) {
        this.slices = slices;
        this.sliceMillis = sliceMillis;
    }

    private record Contender(int threads, Load.Call call) {}

    void enter(String name, int threads, Load.Call call) {
        contenders.put(name, new Contender(threads, call));
    }

    void run(PrintStream progress) throws InterruptedException {
        for (int slice = 0; slice <= slices; slice++) {
            for (Map.Entry<String, Contender> entry : contenders.entrySet()) {
                Contender contender = entry.getValue();
                Load.Result result = new Load(contender.threads(), sliceMillis).measure(contender.call());
                if (slice > 0) {
                    results.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                            .add(result);
                }
                progress.printf(
                        Locale.ROOT,
                        "%s %-44s %10.0f/s  p50 %8.1f us%n",
                        slice == 0 ? "warm-up" : "slice " + slice,
                        entry.getKey(),
                        result.perSecond(),
                        result.p50Micros());
            }
        }
    }

    /// The slice of a contender that is neither its best nor its worst.
    Load.Result median(String name) {
        List<Load.Result> sorted = new ArrayList<>(results.getOrDefault(name, List.of()));
        sorted.sort(Comparator.comparingDouble(Load.Result::perSecond));
        return sorted.isEmpty() ? Load.Result.NONE : sorted.get(sorted.size() / 2);
    }

    /// A Markdown table of all contenders, each beside the yardstick named.
    void print(PrintStream out, String yardstick) {
        out.println("| contender | per second | mean us | p50 us | p99 us | x " + yardstick + " |");
        out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
        double base = median(yardstick).perSecond();
        for (String name : contenders.keySet()) {
            Load.Result result = median(name);
            out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.1f | %.1f | %.1f | %.2f |%n",
                    name,
                    result.perSecond(),
                    result.meanMicros(),
                    result.p50Micros(),
                    result.p99Micros(),
                    result.perSecond() / base);
        }
    }
}
