package dev.longboat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/// What a reader of figures must know besides them: the machine, the commit, the settings, how busy
/// it was. Kept beside the figures, as text of names and values. Immutable.
final class Facts {
    static final String FILE = "facts.properties";

    private Facts() {}

    /// Keeps the facts of the experiment that just ended.
    static void write(Results results, int slices, Duration slice, List<Contestant> contestants) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>(read(results.directory()));
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("commit", commit());
        facts.put("machine", machine());
        facts.put("system", system(results.directory()));
        facts.put("java", System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"));
        facts.put("slices", String.format(Locale.ROOT, "%d of %.1f s", slices, slice.toMillis() / 1e3));
        facts.put("load average at the end", loadAverage());
        contestants.forEach(contestant -> facts.put(
                "settings " + contestant.product().name(), contestant.product().settings()));
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) -> text.append(name.replace(" ", "\\ "))
                .append(" = ")
                .append(value.replace("\\", "\\\\"))
                .append('\n'));
        Files.writeString(results.directory().resolve(FILE), text);
    }

    /// The facts beside the figures in a directory, in their order by name; none when there are
    /// none.
    static Map<String, String> read(Path directory) throws IOException {
        Map<String, String> facts = new java.util.TreeMap<>();
        Path file = directory.resolve(FILE);
        if (Files.exists(file)) {
            Properties properties = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
            properties.forEach((name, value) -> facts.put(name.toString(), value.toString()));
        }
        return facts;
    }

    private static String commit() {
        String home = System.getProperty("longboat.home", ".");
        String commit = Programs.firstLine("git", "-C", home, "rev-parse", "--short", "HEAD")
                .orElse("unknown");
        boolean changed = Programs.firstLine("git", "-C", home, "status", "--porcelain", "--untracked-files=no")
                .isPresent();
        return changed ? commit + ", with changes" : commit;
    }

    private static String machine() throws IOException {
        String processor = first("/proc/cpuinfo", "model name").replaceFirst(".*:\\s*", "");
        long memoryKib = Long.parseLong(first("/proc/meminfo", "MemTotal").replaceAll("\\D", ""));
        return Runtime.getRuntime().availableProcessors() + " processors (" + processor + "), "
                + Bytes.text(memoryKib << 10) + " of memory";
    }

    private static String system(Path directory) throws IOException {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + ", results on "
                + Files.getFileStore(directory).type() + ", data on "
                + Files.getFileStore(Path.of(
                                System.getProperty("longboat.bench.directory", System.getProperty("java.io.tmpdir"))))
                        .type();
    }

    private static String loadAverage() throws IOException {
        return Files.readString(Path.of("/proc/loadavg")).strip();
    }

    private static String first(String file, String start) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(start)).findFirst().orElse("0");
        }
    }
}
