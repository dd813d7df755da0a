package dev.longboat.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long a few things of one kind took. Confined to one thread.
final class Durations {
    private final List<Duration> all = new ArrayList<>();

    void add(Duration duration) {
        all.add(duration);
    }

    Duration median() {
        return all.isEmpty() ? Duration.ZERO : all.stream().sorted().toList().get(all.size() / 2);
    }

    Duration longest() {
        return all.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /// `0.84 s`.
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1e3);
    }
}
