package dev.longboat.cli;

import dev.longboat.client.ServerStat;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// The lines of a server's statistics, in the order in which they are shown. Immutable.
final class StatFields {
    static final DateTimeFormatter LOCAL_SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /// One line.
    ///
    /// @param name  in snake case
    /// @param value for programs: a Long, a Boolean or a String
    /// @param shown for humans
    record Field(String name, Object value, Phrase shown) {}

    private StatFields() {}

    static List<Field> of(ServerStat stat, ZoneId zone) {
        ServerStat.Totals totals = stat.totals();
        ServerStat.Cache cache = stat.cache();
        ServerStat.Space space = stat.space();
        return List.of(
                text("server_version", stat.serverVersion()),
                text("store_id", stat.storeId()),
                new Field("start_time", stat.startTime().toString(), Phrase.exactly(startTime(stat, zone))),
                new Field("uptime_ms", stat.uptime().toMillis(), Phrase.exactly(uptime(stat.uptime()))),
                number("keys", stat.keys()),
                number("revision", stat.revision()),
                number("oldest_revision", stat.oldestRevision()),
                number("total_sets", totals.sets()),
                number("total_gets", totals.gets()),
                number("total_getprefixes", totals.prefixes()),
                number("total_ranges", totals.ranges()),
                number("total_deletes", totals.deletes()),
                number("total_transactions", totals.transactions()),
                number("total_errors", totals.errors()),
                bytes("disk_bytes", stat.diskBytes()),
                number("journal_syncs", stat.journalSyncs()),
                bytes("cache_bytes", cache.bytes()),
                bytes("cache_bytes_max", cache.bytesMax()),
                number("cache_hits", cache.hits()),
                number("cache_misses", cache.misses()),
                number("scrub_passes", stat.scrub().passes()),
                bytes("scrub_bytes", stat.scrub().bytes()),
                number("scrub_findings", stat.scrub().findings()),
                new Field("space_alarm", space.alarm(), alarm(space.alarm())),
                bytes("quota_bytes", space.quotaBytes()),
                bytes("ballast_bytes", space.ballastBytes()),
                bytes("free_bytes", space.freeBytes()),
                number("leases", stat.leases()),
                number("watches", stat.watches().open()),
                number("watch_events", stat.watches().events()));
    }

    static String startTime(ServerStat stat, ZoneId zone) {
        return LOCAL_SECONDS.format(stat.startTime().atZone(zone));
    }

    /// The same for humans and programs.
    static Field text(String name, String value) {
        return new Field(name, value, Phrase.exactly(value));
    }

    static Field number(String name, long value) {
        return new Field(name, value, Phrase.exactly(value));
    }

    static Field milliseconds(String name, Duration time) {
        return new Field(name, time.toMillis(), Phrase.exactly(shown(time)));
    }

    /// As it is given to an option: `1d2h3m4.5s`.
    static String shown(Duration time) {
        StringBuilder shown = new StringBuilder();
        long days = time.toDays();
        if (days > 0) {
            shown.append(days).append('d');
        }
        String rest = time.minusDays(days).toString().substring("PT".length()).toLowerCase(Locale.ROOT);
        return days > 0 && rest.equals("0s")
                ? shown.toString()
                : shown.append(rest).toString();
    }

    /// A later server may know of others.
    private static Phrase alarm(String alarm) {
        return switch (alarm) {
            case "none" -> Phrase.of("none");
            case "disk_full" -> Phrase.of("disk full");
            case "over_quota" -> Phrase.of("over quota");
            default -> Phrase.exactly(alarm.replace('_', ' '));
        };
    }

    /// Less than nothing is unknown.
    static Field bytes(String name, long value) {
        if (value < 0) {
            return new Field(name, value, Phrase.of("unknown"));
        }
        String shown = value < 1024 ? value + " B" : value + " B (" + ByteCount.of(value) + ")";
        return new Field(name, value, Phrase.exactly(shown));
    }

    private static String uptime(Duration uptime) {
        return "%dd %02d:%02d:%02d"
                .formatted(uptime.toDays(), uptime.toHoursPart(), uptime.toMinutesPart(), uptime.toSecondsPart());
    }
}
