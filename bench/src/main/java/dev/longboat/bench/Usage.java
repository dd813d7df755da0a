package dev.longboat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a process has taken of the machine, as Linux and, where it is a Java machine, its counters
/// tell. Immutable.
///
/// @param cpuSeconds of all its threads, in user and system mode, counted in hundredths
/// @param residentBytes in RAM at the end
/// @param readBytes from block devices
/// @param writtenBytes to block devices, at once or later
/// @param collections of garbage
/// @param collectionSeconds for which they stopped it, or worked beside it
record Usage(
        double cpuSeconds,
        long residentBytes,
        long readBytes,
        long writtenBytes,
        long collections,
        double collectionSeconds) {
    static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    private static final double TICKS_PER_SECOND = 100;
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /// What a process has taken since it began; nothing, when it cannot be asked.
    static Usage of(long pid) {
        Path process = Path.of("/proc/" + pid);
        try {
            String stat = Files.readString(process.resolve("stat"));
            // The name, in parentheses, may hold anything; fields are counted behind it.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            List<String> io = Files.readAllLines(process.resolve("io"));
            JvmCounters counters = JvmCounters.of(pid);
            return new Usage(
                    (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) / TICKS_PER_SECOND,
                    ResidentMemory.of(pid).nowBytes(),
                    field(io, "read_bytes:"),
                    field(io, "write_bytes:"),
                    counters.collections(),
                    counters.collectionSeconds());
        } catch (IOException _) {
            return NONE;
        }
    }

    /// What came after `before`.
    Usage since(Usage before) {
        return new Usage(
                cpuSeconds - before.cpuSeconds,
                residentBytes,
                readBytes - before.readBytes,
                writtenBytes - before.writtenBytes,
                collections - before.collections,
                collectionSeconds - before.collectionSeconds);
    }

    /// Both together; what is resident is the later one's.
    Usage and(Usage later) {
        return new Usage(
                cpuSeconds + later.cpuSeconds,
                later.residentBytes,
                readBytes + later.readBytes,
                writtenBytes + later.writtenBytes,
                collections + later.collections,
                collectionSeconds + later.collectionSeconds);
    }

    private static long field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip()))
                .findFirst()
                .orElse(0);
    }
}
