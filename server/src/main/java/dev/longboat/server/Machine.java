package dev.longboat.server;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// What there is to share out. Immutable.
///
/// @param memoryBytes of the machine, or of the control group when that is less
/// @param heapBytesMax of this process
/// @param networkBytesMax what network buffers of this process may take
record Machine(int processors, long memoryBytes, long heapBytesMax, long networkBytesMax) {
    static Machine here() {
        Runtime runtime = Runtime.getRuntime();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                runtime.availableProcessors(),
                system.getTotalMemorySize(),
                runtime.maxMemory(),
                io.netty.util.internal.PlatformDependent.maxDirectMemory());
    }
}
