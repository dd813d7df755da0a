package dev.longboat.server;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Everything about the server that can be set: by an option, by a variable of the environment, by
/// a line of the configuration file. The name is the same in all three. Immutable.
enum Setting {
    PORT(
            "port",
            "N",
            "50051",
            "TCP port, 0 to 65535; 0 takes a free one and prints it; several, all of the same store, when it is given"
                    + " several times or as a list"),
    LISTEN(
            "listen",
            "ADDRESS",
            "localhost",
            "where to listen: addresses or names, separated by commas; localhost is both 127.0.0.1 and ::1"),
    HTTP_PORT("http-port", "N", "off", "port for metrics and health by HTTP, 0 to 65535; 0 takes a free one"),
    DATA("data", "DIR", "./data", "directory of the store; made when it is not there"),
    MEMORY(
            "memory",
            "SIZE",
            "auto",
            "caches and memtables of the store, such as 512MiB; auto is half as much as the heap"),
    RETENTION(
            "retention",
            "POLICY",
            "all",
            "what is kept of the past: all, newest-N versions of each key, or an age such as 12h or 30d; what a policy"
                    + " forgets is gone for good"),
    COMPRESSION(
            "compression",
            "NAME",
            "none",
            "how new values are compressed on disk: none, lz4 or zstd; with one of these, builds from before refuse the"
                    + " store for good"),
    INSECURE("insecure", "", "false", "allow listening beyond the loopback without TLS"),
    LOG_FORMAT("log-format", "FORMAT", "text", "text or json"),
    LOG_LEVEL("log-level", "LEVEL", "info", "error, warn, info, debug or trace"),
    READERS("readers", "N", "auto", "threads for reads that may wait for the disk, 1 to 256"),
    WRITE_BUDGET("write-budget", "SIZE", "auto", "bytes of writes under way, beyond which new ones are refused"),
    ANSWER_BUDGET("answer-budget", "SIZE", "auto", "bytes of answers under way, beyond which new ones are refused"),
    STREAMS_MAX("streams-max", "N", "1024", "calls in flight per connection, 1 to 100000"),
    SCRUB_RATE("scrub-rate", "SIZE", "8MiB", "bytes a second that the search for damage may read"),
    SCRUB_HOURS(
            "scrub-hours",
            "N",
            "24",
            "hours from the end of a search for damage to the next, 0 to 8760; 0 searches only when told"),
    BALLAST(
            "ballast",
            "SIZE",
            "auto",
            "bytes of the disk held in reserve, for deletes and merges when it is full; 0 for none; auto is 64 MiB, or"
                    + " less on a small disk"),
    QUOTA("quota", "SIZE", "0", "bytes that the store's files may take before new values are refused; 0 for any"),
    LEASES("leases", "N", "1000000", "leases that there may be, 0 to 100000000; each takes some 250 bytes of the heap"),
    DRAIN_SECONDS("drain-seconds", "N", "10", "how long a stop waits for calls in flight, 0 to 3600"),
    TEXT_PORT("text-port", "N", "off", "TCP port of the text protocol, 0 to 65535; 0 takes a free one, off is none"),
    TEXT_IDLE_SECONDS(
            "text-idle-seconds",
            "N",
            "300",
            "closes a connection of the text protocol that is silent for so long, 0 to 86400; 0 is never");

    private final String key;
    private final String parameter;
    private final String fallback;
    private final String description;

    Setting(String key, String parameter, String fallback, String description) {
        this.key = key;
        this.parameter = parameter;
        this.fallback = fallback;
        this.description = description;
    }

    /// Its name in the configuration file.
    String key() {
        return key;
    }

    /// Its option.
    String option() {
        return "--" + key;
    }

    /// Its variable.
    String variable() {
        return "LB_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /// What its value is called in the help; empty for a switch.
    String parameter() {
        return parameter;
    }

    /// Its value when nothing is given.
    String fallback() {
        return fallback;
    }

    /// Whether it may have several values, which are separated by commas.
    boolean isList() {
        return this == PORT || this == LISTEN;
    }

    /// What it is for.
    String description() {
        return description;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }
}
