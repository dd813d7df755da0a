package dev.longboat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The memory of a process that is in RAM, heap, buffers, code and all, as Linux counts it.
/// Immutable.
///
/// @param nowBytes what it is
/// @param peakBytes the most that it has been since its start, or since [#forgetPeak]
record ResidentMemory(long nowBytes, long peakBytes) {
    private static final long KIB = 1024;

    /// Reads what it is and was.
    static ResidentMemory of(long pid) throws IOException {
        long now = 0;
        long peak = 0;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                now = bytes(line);
            } else if (line.startsWith("VmHWM:")) {
                peak = bytes(line);
            }
        }
        return new ResidentMemory(now, peak);
    }

    /// Starts the peak anew from what the process takes now.
    static void forgetPeak(long pid) throws IOException {
        Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), "5");
    }

    private static long bytes(String line) {
        return Long.parseLong(line.replaceAll("\\D", "")) * KIB;
    }
}
