package dev.longboat.server;

import dev.longboat.classic.KeyValueDoor;
import dev.longboat.engine.Retention;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Works out a configuration from what was given. For each setting the first of these counts: the
/// command line, the environment, the file, the default. Confined to one thread.
final class ConfigReading {
    private static final String AUTO = "auto";
    private static final String OFF = "off";
    private static final long MIB = 1L << 20;
    private static final long BALLAST_BYTES_MAX = 64L << 30;
    private static final long BLOCK_BYTES = 4096;

    private final Map<Setting, Given> given;
    private final Machine machine;
    private final List<String> faults;

    private ConfigReading(Map<Setting, Given> given, Machine machine, List<String> faults) {
        this.given = given;
        this.machine = machine;
        this.faults = faults;
    }

    /// What counts for each setting that was given anywhere.
    ///
    /// @param file the configuration file that the command line names; empty for none
    /// @throws ConfigException with every fault of the environment and of the file
    static Map<Setting, Given> given(Map<Setting, Given> options, Map<String, String> environment, String file)
            throws ConfigException {
        List<String> faults = new ArrayList<>();
        Map<Setting, Given> variables = Environment.read(environment, faults);
        String path = file.isEmpty() ? environment.getOrDefault(Environment.CONFIG_VARIABLE, "") : file;
        Map<Setting, Given> all = new EnumMap<>(Setting.class);
        if (!path.isEmpty()) {
            all.putAll(ConfigFile.read(Path.of(path), faults));
        }
        all.putAll(variables);
        all.putAll(options);
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return all;
    }

    /// The configuration.
    ///
    /// @throws ConfigException with every value that is wrong
    static ServerConfig config(Map<Setting, Given> given, Machine machine) throws ConfigException {
        List<String> faults = new ArrayList<>();
        ServerConfig config = new ConfigReading(given, machine, faults).config();
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return config;
    }

    private ServerConfig config() {
        long network = machine.networkBytesMax();
        long heap = machine.heapBytesMax();
        return new ServerConfig(
                ports(),
                addresses(),
                httpPort(),
                path(),
                size(Setting.MEMORY, Math.clamp(heap / 2, 64 * MIB, 1024 * MIB), 8 * MIB),
                retention(),
                compression(),
                flag(),
                ServerConfig.LogFormat.valueOf(
                        word(Setting.LOG_FORMAT, List.of("text", "json")).toUpperCase(Locale.ROOT)),
                word(Setting.LOG_LEVEL, List.of("error", "warn", "info", "debug", "trace")),
                (int) numberOrAuto(Setting.READERS, Math.max(4, 2L * machine.processors()), 1, 256),
                size(Setting.WRITE_BUDGET, Math.clamp(heap / 4, 32 * MIB, 512 * MIB), 16 * MIB),
                size(Setting.ANSWER_BUDGET, Math.clamp(Math.min(network, heap) / 4, 16 * MIB, 512 * MIB), 16 * MIB),
                Math.clamp(network / 3, KeyValueDoor.COMMON_ANSWER_BYTES_MAX, KeyValueDoor.ANSWER_BYTES_MAX),
                (int) number(Setting.STREAMS_MAX, 1, 100_000),
                size(Setting.SCRUB_RATE, 8 * MIB, 1),
                (int) number(Setting.SCRUB_HOURS, 0, 8760),
                ballast(),
                diskSize(Setting.QUOTA),
                (int) number(Setting.LEASES, 0, 100_000_000),
                (int) number(Setting.DRAIN_SECONDS, 0, 3600),
                textPort(),
                (int) number(Setting.TEXT_IDLE_SECONDS, 0, 86_400));
    }

    private List<Integer> ports() {
        List<Integer> ports = Arrays.stream(text(Setting.PORT).split(",", -1))
                .map(port -> (int) number(Setting.PORT, port.strip(), 0, 65_535))
                .toList();
        List<Integer> chosen = ports.stream().filter(port -> port != 0).toList();
        if (chosen.stream().distinct().count() < chosen.size()) {
            fault(Setting.PORT, "names a port twice");
        }
        return ports;
    }

    private OptionalInt textPort() {
        return text(Setting.TEXT_PORT).equals(OFF)
                ? OptionalInt.empty()
                : OptionalInt.of((int) number(Setting.TEXT_PORT, 0, 65_535));
    }

    private OptionalInt httpPort() {
        return text(Setting.HTTP_PORT).equals(OFF)
                ? OptionalInt.empty()
                : OptionalInt.of((int) number(Setting.HTTP_PORT, 0, 65_535));
    }

    private List<String> addresses() {
        List<String> addresses = Arrays.stream(text(Setting.LISTEN).split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
        if (addresses.isEmpty()) {
            fault(Setting.LISTEN, "needs at least one address");
        }
        return addresses;
    }

    private Path path() {
        String text = text(Setting.DATA);
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
            fault(Setting.DATA, "needs a directory");
        } catch (InvalidPathException e) {
            fault(Setting.DATA, "is no path: " + e.getReason());
        }
        return Path.of("");
    }

    private Retention retention() {
        String text = text(Setting.RETENTION).toLowerCase(Locale.ROOT);
        Optional<Retention> retention = RetentionText.parse(text);
        if (retention.isEmpty()) {
            fault(
                    Setting.RETENTION,
                    "is " + quoted(text) + ", not all, newest-N (from newest-1) or an age such as 45s, 90m, 12h or 30d"
                            + RetentionText.hint(text));
        }
        return retention.orElse(Retention.all());
    }

    private Optional<String> compression() {
        return Optional.of(word(Setting.COMPRESSION, List.of("none", "lz4", "zstd")))
                .filter(name -> !name.equals("none"));
    }

    private boolean flag() {
        return word(Setting.INSECURE, List.of("true", "false")).equals("true");
    }

    private String word(Setting setting, List<String> words) {
        String text = text(setting).toLowerCase(Locale.ROOT);
        if (words.contains(text)) {
            return text;
        }
        fault(setting, "is " + quoted(text) + ", not one of " + String.join(", ", words) + Nearest.hint(text, words));
        return words.getFirst();
    }

    private long number(Setting setting, long least, long most) {
        return number(setting, text(setting), least, most);
    }

    private long number(Setting setting, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        fault(setting, "is " + quoted(text) + ", not a number from " + least + " to " + most);
        return least;
    }

    private long numberOrAuto(Setting setting, long auto, long least, long most) {
        return text(setting).equals(AUTO) ? auto : number(setting, least, most);
    }

    private long size(Setting setting, long auto, long least) {
        String text = text(setting);
        if (text.equals(AUTO)) {
            return auto;
        }
        OptionalLong size = ByteSize.parse(text);
        if (size.isEmpty()) {
            fault(setting, "is " + quoted(text) + ", not a size such as 512MiB");
        } else if (size.getAsLong() < least) {
            fault(setting, "is " + text + ", at least " + ByteSize.format(least) + " is needed");
        } else if (size.getAsLong() > Machine.memoryBytes()) {
            fault(setting, "is " + text + ", the machine has " + (Machine.memoryBytes() >> 20) + "MiB");
        }
        return size.orElse(least);
    }

    private long ballast() {
        if (text(Setting.BALLAST).equals(AUTO)) {
            return ServerConfig.BALLAST_THAT_SUITS_THE_DISK;
        }
        long bytes = diskSize(Setting.BALLAST);
        if (bytes > BALLAST_BYTES_MAX) {
            fault(
                    Setting.BALLAST,
                    "is " + text(Setting.BALLAST) + ", at most " + ByteSize.format(BALLAST_BYTES_MAX) + " is kept");
        }
        return bytes & -BLOCK_BYTES;
    }

    private long diskSize(Setting setting) {
        OptionalLong size = ByteSize.parse(text(setting));
        if (size.isEmpty()) {
            fault(setting, "is " + quoted(text(setting)) + ", not a size such as 64MiB");
        }
        return size.orElse(0);
    }

    private String text(Setting setting) {
        Given value = given.get(setting);
        return value == null ? setting.fallback() : value.text();
    }

    private void fault(Setting setting, String what) {
        Given value = given.get(setting);
        faults.add((value == null ? setting.option() : value.source()) + ": " + setting.key() + " " + what);
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }
}
